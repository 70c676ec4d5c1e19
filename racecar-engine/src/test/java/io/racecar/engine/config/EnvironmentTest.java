package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private final RacecarConfig.Builder builder = RacecarConfig.builder();

    @Test
    void theOriginalsExampleWorks() {
        RacecarConfig config = with(
                Map.of("RACECAR_BROKERS", "kafka1:9092,kafka2:9092,kafka3", "RACECAR_OFFSET_COMMIT_INTERVAL", "5"));

        assertThat(config.brokers()).containsExactly("kafka1:9092", "kafka2:9092", "kafka3:9092");
        assertThat(config.consumer("a").offsetCommitInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "clientId,                              CLIENT_ID",
        "ssl.caLocation,                        SSL_CA_LOCATION",
        "producer.maxInFlightDeliveries,        PRODUCER_MAX_IN_FLIGHT_DELIVERIES",
        "sasl.kerberos.minTimeBeforeRelogin,    SASL_KERBEROS_MIN_TIME_BEFORE_RELOGIN",
        "pauseWithExponentialBackoff,           PAUSE_WITH_EXPONENTIAL_BACKOFF",
    })
    void aVariableIsNamedByTheKeysPath(String path, String variable) {
        assertThat(Setting.variable(path)).isEqualTo(variable);
    }

    @Test
    void aConsumersVariableNamesItWithUnderscores() {
        RacecarConfig config = with(Map.of("RACECAR_CONSUMERS_USER_BAN_CONSUMER_PAUSE_TIMEOUT", "-1"));

        assertThat(config.consumer("user-ban-consumer").pauseTimeout()).isEqualTo(ConsumerSettings.UNTIL_RESUMED);
        assertThat(config.consumer("other").pauseTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.warnings()).isEmpty();
        assertThat(config.withConsumers(Set.of("user-ban-consumer")).warnings()).isEmpty();
    }

    @Test
    void aVariableForAConsumerThatDoesNotExistIsAWarningOnceAllAreKnown() {
        RacecarConfig config = with(Map.of("RACECAR_CONSUMERS_USER_BAN_PAUSE_TIMEOUT", "5"));

        assertThat(config.withConsumers(Set.of("user-bans")).warnings())
                .containsExactly("RACECAR_CONSUMERS_USER_BAN_PAUSE_TIMEOUT matches no setting and is ignored; "
                        + "did you mean RACECAR_CONSUMERS_USER_BANS_PAUSE_TIMEOUT?");
    }

    @Test
    void aVariableThatMayMeanTwoKeysIsAProblem() {
        builder.set("consumers.x.concurrency", 2).set("consumers.x-max.concurrency", 2);

        assertThatThrownBy(() -> with(Map.of("RACECAR_CONSUMERS_X_MAX_PAUSE_TIMEOUT", "5")))
                .hasMessageContaining("RACECAR_CONSUMERS_X_MAX_PAUSE_TIMEOUT may mean consumers.x.maxPauseTimeout or "
                        + "consumers.x-max.pauseTimeout; set what you mean in the file instead");
    }

    @Test
    void rawPropertiesHaveVariablesEachAndTogether() {
        RacecarConfig config = with(Map.of(
                "RACECAR_CONSUMER_PROPERTIES_FETCH_MIN_BYTES", "7",
                "RACECAR_CONSUMERS_A_CONSUMER_PROPERTIES", "check.crcs=false,max.poll.records=10",
                "RACECAR_PRODUCER_PROPERTIES_BATCH_SIZE", "9"));

        assertThat(config.consumerProperties("a"))
                .containsEntry("fetch.min.bytes", "7")
                .containsEntry("check.crcs", "false")
                .containsEntry("max.poll.records", "10");
        assertThat(config.consumerProperties("b"))
                .containsEntry("fetch.min.bytes", "7")
                .doesNotContainKey("check.crcs");
        assertThat(config.producerProperties()).containsEntry("batch.size", "9");
    }

    @Test
    void topicsAreRenamedByAMapping() {
        RacecarConfig config = with(Map.of("RACECAR_CONSUMERS_A_TOPICS", "user_banned=staging.user_banned, x=y"));

        assertThat(config.consumer("a").topics())
                .containsOnly(Map.entry("user_banned", "staging.user_banned"), Map.entry("x", "y"));
    }

    @Test
    void whatKubernetesInjectsIsIgnored() {
        RacecarConfig config = with(Map.of(
                "RACECAR_SERVICE_HOST", "10.0.0.1",
                "RACECAR_SERVICE_PORT", "80",
                "RACECAR_SERVICE_PORT_HTTP", "80",
                "RACECAR_PORT", "tcp://10.0.0.1:80",
                "RACECAR_PORT_80_TCP", "tcp://10.0.0.1:80",
                "RACECAR_PORT_80_TCP_ADDR", "10.0.0.1",
                "RACECAR_ADMIN_SERVICE_HOST", "10.0.0.1",
                "RACECAR_ADMIN_PORT", "tcp://10.0.0.1:80",
                "RACECAR_DATADOG_PORT", "udp://10.0.0.1:8125"));

        assertThat(config.warnings()).isEmpty();
        assertThat(config.datadog().port()).isEqualTo(8125);
    }

    @Test
    void aVariableThatMatchesNothingIsAWarningWithoutItsValue() {
        RacecarConfig config =
                with(Map.of("RACECAR_PAUS_TIMEOUT", "hunter2", "RACECAR_PORT", "80", "RACECAR_", "x", "OTHER", "y"));

        assertThat(config.warnings())
                .containsExactly(
                        "RACECAR_ matches no setting and is ignored",
                        "RACECAR_PAUS_TIMEOUT matches no setting and is ignored; did you mean RACECAR_PAUSE_TIMEOUT?",
                        "RACECAR_PORT matches no setting and is ignored");
    }

    @Test
    void aProblemNamesTheVariable() {
        assertThatThrownBy(() -> with(Map.of("RACECAR_SESSION_TIMEOUT", "30000", "RACECAR_BROKERS", "")))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "brokers (RACECAR_BROKERS) must be a list of host:port but is empty; "
                                                + "leave it out for the default",
                                        "sessionTimeout (RACECAR_SESSION_TIMEOUT) must be a duration from 100ms to 30m such as "
                                                + "500ms but was 30000; bare numbers are seconds; did you mean 30000ms?"));
    }

    @Test
    void theOriginalsQueueSizeIsReadWithAWarning() {
        RacecarConfig config = with(Map.of("RACECAR_MIN_MESSAGE_QUEUE_SIZE", "100"));

        assertThat(config.consumer("a").maxBufferedMessages()).isEqualTo(100);
        assertThat(config.warnings())
                .isEqualTo(List.of("RACECAR_MIN_MESSAGE_QUEUE_SIZE is read as maxBufferedMessages; "
                        + "use RACECAR_MAX_BUFFERED_MESSAGES"));
    }

    private RacecarConfig with(Map<String, String> variables) {
        return builder.environment(variables).build();
    }
}
