package io.racecar.engine.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** The properties that every Kafka client needs to connect safely. Secrets are {@link Password}s, which do not print. */
final class SecurityProperties {
    private static final String PEM = "PEM";

    private final Values values;

    SecurityProperties(Values values) {
        this.values = values;
    }

    Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        SecurityProtocol protocol = values.get(SecurityKeys.SECURITY_PROTOCOL);
        properties.put("security.protocol", protocol.name);
        if (protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL) {
            addTrust(properties);
            addKeystore(properties);
            addCertificate(properties);
        }
        if (protocol == SecurityProtocol.SASL_PLAINTEXT || protocol == SecurityProtocol.SASL_SSL) {
            values.find(SecurityKeys.MECHANISM).ifPresent(mechanism -> addSasl(properties, mechanism));
        }
        return properties;
    }

    private void addTrust(Map<String, Object> properties) {
        values.find(SecurityKeys.CA_LOCATION).ifPresent(file -> {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file.toString());
        });
        if (!values.get(SecurityKeys.VERIFY_HOSTNAME)) {
            properties.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
        }
    }

    private void addKeystore(Map<String, Object> properties) {
        values.find(SecurityKeys.KEYSTORE_LOCATION).ifPresent(file -> {
            properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PKCS12");
            properties.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, file.toString());
        });
        values.find(SecurityKeys.KEYSTORE_PASSWORD).ifPresent(password -> {
            properties.put(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, password);
            properties.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, password);
        });
    }

    private void addCertificate(Map<String, Object> properties) {
        values.find(SecurityKeys.CERTIFICATE_LOCATION).ifPresent(file -> {
            properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
            properties.put(
                    SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                    content(SecurityKeys.CERTIFICATE_LOCATION, () -> new PemFile(file).certificates()));
        });
        values.find(SecurityKeys.KEY_LOCATION)
                .ifPresent(file -> properties.put(
                        SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
                        content(
                                SecurityKeys.KEY_LOCATION,
                                () -> new PemFile(file).privateKey(values.find(SecurityKeys.KEY_PASSWORD)))));
    }

    private interface Reading {
        String read() throws InvalidValueException;
    }

    /** The file was readable when the settings were checked, but that may be a while ago. */
    private static Password content(Setting<Path> setting, Reading reading) {
        try {
            return new Password(reading.read());
        } catch (InvalidValueException e) {
            throw new InvalidConfigurationException(
                    List.of(setting.path() + " must be " + setting.type().allowed() + "; " + e.hint()));
        }
    }

    private void addSasl(Map<String, Object> properties, SaslMechanism mechanism) {
        properties.put(SaslConfigs.SASL_MECHANISM, mechanism.kafkaName());
        properties.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(new JaasEntry(values).text(mechanism)));
        if (mechanism == SaslMechanism.GSSAPI) {
            values.copy(SecurityKeys.SERVICE_NAME, properties);
            values.copy(SecurityKeys.KINIT_CMD, properties);
            values.copy(SecurityKeys.MIN_TIME_BEFORE_RELOGIN, properties);
        }
    }
}
