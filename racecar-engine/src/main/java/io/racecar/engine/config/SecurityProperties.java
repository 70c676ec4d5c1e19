package io.racecar.engine.config;

import io.racecar.engine.security.FileSslEngineFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
            properties.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, FileSslEngineFactory.class);
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
        values.find(SecurityKeys.CA_LOCATION).ifPresent(location -> {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, location.toString());
        });
        addPath(SecurityKeys.CRL_LOCATION, FileSslEngineFactory.CRL_LOCATION, properties);
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
        addPath(SecurityKeys.CERTIFICATE_LOCATION, FileSslEngineFactory.CERTIFICATE_LOCATION, properties);
        addPath(SecurityKeys.KEY_LOCATION, FileSslEngineFactory.KEY_LOCATION, properties);
        values.copy(SecurityKeys.KEY_PASSWORD, properties);
    }

    private void addPath(Setting<Path> setting, String name, Map<String, Object> properties) {
        values.find(setting).ifPresent(file -> properties.put(name, file.toString()));
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
