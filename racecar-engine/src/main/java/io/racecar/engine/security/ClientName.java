package io.racecar.engine.security;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** Who a client says it is, as far as its properties tell. */
record ClientName(Map<String, ?> properties) {
    private static final List<String> NAMES =
            List.of("username", "principal", "clientId", "unsecuredLoginStringClaim_sub");

    String text() {
        return login().or(this::certificate).orElse("this client");
    }

    private Optional<String> login() {
        if (!(properties.get(SaslConfigs.SASL_JAAS_CONFIG) instanceof Password login)) {
            return Optional.empty();
        }
        return JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, login))
                .configurationEntries()
                .stream()
                .map(AppConfigurationEntry::getOptions)
                .flatMap(options -> NAMES.stream().map(options::get))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst();
    }

    private Optional<String> certificate() {
        try {
            if (properties.get(FileSslEngineFactory.CERTIFICATE_LOCATION) instanceof String file) {
                return Optional.of(
                        subject(new PemFile(Path.of(file)).certificates().get(0)));
            }
            if (properties.get(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG) instanceof String file
                    && properties.get(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG) instanceof Password password) {
                return Optional.of(subject(new KeystoreFile(Path.of(file)).certificate(password)));
            }
        } catch (UnusableFileException e) {
            // it was used before, and is only wanted for a message now
        }
        return Optional.empty();
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
