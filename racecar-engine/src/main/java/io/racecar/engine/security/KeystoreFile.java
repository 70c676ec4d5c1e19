package io.racecar.engine.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import org.apache.kafka.common.config.types.Password;

/** A PKCS#12 file with a client's certificate and key. Thread-safe; every call reads the file. */
public record KeystoreFile(Path file) {

    /** The certificate of the first key in it. Opens that too, so that a wrong password is found. */
    public X509Certificate certificate(Password password) throws UnusableFileException {
        char[] secret = password.value().toCharArray();
        try (InputStream stream = Files.newInputStream(file)) {
            KeyStore keystore = KeyStore.getInstance("PKCS12");
            keystore.load(stream, secret);
            for (String alias : Collections.list(keystore.aliases())) {
                if (keystore.isKeyEntry(alias)) {
                    keystore.getKey(alias, secret);
                    return (X509Certificate) keystore.getCertificate(alias);
                }
            }
        } catch (IOException e) {
            throw new UnusableFileException(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "ssl.keystorePassword does not open it"
                            : "it is another kind of file");
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException("ssl.keystorePassword does not open its key");
        }
        throw new UnusableFileException("it holds no private key");
    }
}
