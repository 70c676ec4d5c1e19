package io.racecar.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import org.apache.kafka.common.config.types.Password;

/** A PKCS#12 file with a client's certificate and key. */
record KeystoreFile(Path file) {

    /** Opens it once, so that a wrong password is found before a connection needs it. */
    void open(Password password) throws InvalidValueException {
        char[] secret = password.value().toCharArray();
        try (InputStream stream = Files.newInputStream(file)) {
            KeyStore keystore = KeyStore.getInstance("PKCS12");
            keystore.load(stream, secret);
            for (String alias : Collections.list(keystore.aliases())) {
                if (keystore.isKeyEntry(alias)) {
                    keystore.getKey(alias, secret);
                    return;
                }
            }
        } catch (IOException e) {
            throw new InvalidValueException(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "ssl.keystorePassword does not open it"
                            : "it is another kind of file");
        } catch (GeneralSecurityException e) {
            throw new InvalidValueException("ssl.keystorePassword does not open its key");
        }
        throw new InvalidValueException("it holds no private key");
    }
}
