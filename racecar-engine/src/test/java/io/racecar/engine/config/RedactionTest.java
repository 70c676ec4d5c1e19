package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plants a marker in every place that holds secrets and looks for it in everything that is printed. */
class RedactionTest {
    private static final String MARKER = "hunter2";

    private final RacecarConfig.Builder builder = RacecarConfig.builder()
            .environment(Map.of(
                    "RACECAR_SASL_PASSWORD", MARKER,
                    "RACECAR_CONSUMER_PROPERTIES_SSL_TRUSTSTORE_PASSWORD", MARKER,
                    "RACECAR_UNKNOWN_PASSWORD", MARKER))
            .set("securityProtocol", "sasl_plaintext")
            .set("sasl.mechanism", "PLAIN")
            .set("sasl.username", "me")
            .set("consumerProperties", secrets())
            .set("producer.properties", secrets())
            .set("consumers.a.consumerProperties", secrets())
            .set("consumers.a.valueDeserializer", "org.apache.kafka.common.serialization.StringDeserializer")
            .set("consumers.a.valueDeserializerProperties", secrets());

    private static Map<String, String> secrets() {
        return Map.ofEntries(
                Map.entry("ssl.key.password", MARKER),
                Map.entry("sasl.jaas.config", "x required password=\"" + MARKER + "\";"),
                Map.entry("basic.auth.user.info", "me:" + MARKER),
                Map.entry("schema.registry.url", "https://me:" + MARKER + "@registry"),
                Map.entry("other.registry.url", "https://me:a/" + MARKER + "@registry"),
                Map.entry("proxy", "me:" + MARKER + "@proxy:8080"),
                Map.entry("bearer.auth.token", MARKER),
                Map.entry("header", "Bearer " + MARKER),
                Map.entry("headers", "x-a: 1, x-b: Basic " + MARKER),
                Map.entry("interceptor.options", "a=1;clientSecret=" + MARKER),
                Map.entry("proxy.authorization", MARKER));
    }

    @Test
    void nothingPrintsASecret() {
        RacecarConfig config = builder.build();

        assertThat(config.toString()).contains(Redaction.REDACTED).doesNotContain(MARKER);
        assertThat(config.effective().toString()).contains(Redaction.REDACTED).doesNotContain(MARKER);
        assertThat(config.warnings().toString()).contains("UNKNOWN").doesNotContain(MARKER);
        assertThat(config.consumer("a").toString()).doesNotContain(MARKER);
        assertThat(config.producer().toString()).doesNotContain(MARKER);
    }

    @Test
    void clientsGetTheSecretsThatPrintingLeavesOut() {
        RacecarConfig config = builder.build();

        assertThat(config.consumer("a").valueDeserializerProperties()).containsEntry("ssl.key.password", MARKER);
        assertThat(config.consumerProperties("a")).containsEntry("bearer.auth.token", MARKER);
    }

    @Test
    void noProblemPrintsASecret() {
        Map<String, Object> wrong = new HashMap<>(Map.of("ssl.key.password", new Object[] {MARKER}));
        wrong.put("sasl.login.class", "https://me:" + MARKER + "@x");
        builder.set("sasl.password", Map.of("x", MARKER))
                .set("sasl.usernam", MARKER)
                .set("brokers", "kafka://me:" + MARKER + "@kafka1")
                .set("clientId", new Object[] {MARKER})
                .set("ssl", MARKER)
                .set("ssl.keyPassword", 5)
                .set("lagInterval", "password=" + MARKER)
                .set("consumers.a", MARKER)
                .set("consumers.b.sasl", Map.of("password", MARKER))
                .set("consumerProperties", wrong)
                .set("producer.properties", MARKER);

        InvalidConfigurationException thrown =
                catchThrowableOfType(InvalidConfigurationException.class, builder::build);

        assertThat(thrown.problems()).hasSize(13);
        assertThat(thrown.getMessage()).doesNotContain(MARKER);
    }

    @ParameterizedTest
    @CsvSource({
        "ssl.keystore.password,         x,              true",
        "sasl.oauthbearer.client.credentials.client.secret, x, true",
        "aws.access.key.id,             x,              true",
        "fetch.min.bytes,               1,              false",
        "url,                           https://host/x, false",
        "url,                           https://u:p@host/x, true",
        "url,                           https://u:p/w@host/x, true",
        "url,                           https://token@host/x, true",
        "proxy,                         u:p@host:8080,  true",
        "options,                       token: abc,     true",
        "header,                        Bearer xyz,     true",
        "header,                        bearer  xyz,    true",
        "header,                        Basic eA==,     true",
        "headers,                       X-Auth: Basic eA==, true",
        "level,                         basic,          false",
        "level,                         basically all,  false",
        "principal,                     kafka/host@REALM, false",
        "servers,                       'a:1,b:2',      false",
        "group,                         passengers,     false",
        "dbPass,                        x,              true",
        "DB_PASS,                       x,              true",
        "keystorePass,                  x,              true",
        "passcode,                      x,              true",
        "signing.key,                   x,              true",
        "encryption.key,                x,              true",
        "masterKey,                     x,              true",
        "options,                       dbPass=x,       true",
        "bypass,                        x,              false",
        "compass,                       x,              false",
        "byPassage,                     x,              false",
        "key.serializer,                x,              false",
    })
    void whatLooksLikeASecretIsOne(String name, String value, boolean secret) {
        assertThat(Redaction.of(name, value)).isEqualTo(secret ? Redaction.REDACTED : value);
    }
}
