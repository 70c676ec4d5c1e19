package io.racecar.engine.config;

import io.racecar.engine.security.ClientCertificate;
import io.racecar.engine.security.KeystoreFile;
import io.racecar.engine.security.PemFile;
import io.racecar.engine.security.RevocationLists;
import io.racecar.engine.security.UnusableFileException;
import java.nio.file.Path;
import java.util.Date;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** What must hold between the settings of encryption, and whether their files can be opened. */
final class SslRules {
    private final Check check;
    private final Values values;

    SslRules(Check check) {
        this.check = check;
        this.values = check.values();
    }

    void apply() {
        SecurityProtocol protocol = values.get(SecurityKeys.SECURITY_PROTOCOL);
        if (protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL) {
            together(SecurityKeys.KEYSTORE_LOCATION, SecurityKeys.KEYSTORE_PASSWORD);
            together(SecurityKeys.CERTIFICATE_LOCATION, SecurityKeys.KEY_LOCATION);
            check.needs(SecurityKeys.KEY_PASSWORD, SecurityKeys.KEY_LOCATION);
            oneCertificate();
            openKeystore();
            openKey();
            currentLists();
        } else if (check.concerns(SecurityKeys.SECURITY_PROTOCOL)) {
            SecurityKeys.SSL.forEach(
                    setting -> check.onlyFor(setting, SecurityKeys.SECURITY_PROTOCOL, "ssl or sasl-ssl"));
        }
    }

    private void together(Setting<?> one, Setting<?> other) {
        check.needs(one, other);
        check.needs(other, one);
    }

    private void oneCertificate() {
        if (check.givenHere(SecurityKeys.KEYSTORE_LOCATION) && check.givenHere(SecurityKeys.CERTIFICATE_LOCATION)) {
            check.problem(check.naming(SecurityKeys.KEYSTORE_LOCATION) + " and "
                    + check.naming(SecurityKeys.CERTIFICATE_LOCATION)
                    + " are two ways to give this client's certificate; leave one of them out");
        }
    }

    /** Opened once, so that a wrong password is found now and not by the first connection. */
    private void openKeystore() {
        Optional<Password> password = values.find(SecurityKeys.KEYSTORE_PASSWORD);
        values.find(SecurityKeys.KEYSTORE_LOCATION)
                .filter(file -> password.isPresent())
                .ifPresent(file -> {
                    try {
                        new KeystoreFile(file).certificate(password.get());
                    } catch (UnusableFileException e) {
                        check.refuse(SecurityKeys.KEYSTORE_LOCATION, "a PKCS#12 file with a key", e.reason());
                    }
                });
    }

    private void openKey() {
        values.find(SecurityKeys.KEY_LOCATION)
                .filter(file -> check.concerns(SecurityKeys.KEY_PASSWORD, SecurityKeys.CERTIFICATE_LOCATION))
                .ifPresent(file -> {
                    try {
                        readKey(new PemFile(file), values.find(SecurityKeys.KEY_PASSWORD));
                    } catch (UnusableFileException e) {
                        check.refuse(SecurityKeys.KEY_LOCATION, "a PEM file with a PKCS#8 key", e.reason());
                    }
                });
    }

    private void readKey(PemFile key, Optional<Password> password) throws UnusableFileException {
        Optional<Path> certificate = values.find(SecurityKeys.CERTIFICATE_LOCATION);
        if (certificate.isPresent()) {
            new ClientCertificate(new PemFile(certificate.get()), key).key(password);
        } else {
            key.privateKey(password);
        }
    }

    /** With a list that has expired no broker's certificate could be verified. */
    private void currentLists() {
        values.find(SecurityKeys.CRL_LOCATION).ifPresent(file -> {
            try {
                new RevocationLists(file).requireCurrent(new Date());
            } catch (UnusableFileException e) {
                check.refuse(SecurityKeys.CRL_LOCATION, "a file of current revocation lists", e.reason());
            }
        });
    }
}
