package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users read when their environment is wrong. */
class BadEnvironmentsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("badEnvironments")
    void eachProblemNamesTheKeyAndTheVariable(Map<String, String> environment, List<String> problems) {
        RacecarConfig.Builder builder = RacecarConfig.builder()
                .environment(environment)
                .set("consumers.x.leaveOnStop", false)
                .set("consumers.x-max.leaveOnStop", false);

        InvalidConfigurationException thrown =
                catchThrowableOfType(InvalidConfigurationException.class, builder::build);

        assertThat(thrown.problems()).isEqualTo(problems);
    }

    static Stream<Arguments> badEnvironments() {
        return Stream.of(
                bad(
                        "RACECAR_BROKERS=",
                        "brokers (RACECAR_BROKERS) must be a list of host:port but is empty; leave it out for the default"),
                bad(
                        "RACECAR_BROKERS=kafka1:9092,",
                        "brokers (RACECAR_BROKERS) must be a list of host:port but was kafka1:9092,; an element is empty"),
                bad(
                        "RACECAR_BROKERS=[kafka1, kafka2]",
                        "brokers (RACECAR_BROKERS) must be a list of host:port but was [kafka1, kafka2]"),
                bad(
                        "RACECAR_BROKERS=kafka1:port",
                        "brokers (RACECAR_BROKERS) must be a list of host:port but was kafka1:port"),
                bad(
                        "RACECAR_OFFSET_COMMIT_INTERVAL=5000",
                        "offsetCommitInterval (RACECAR_OFFSET_COMMIT_INTERVAL) must be a duration from 10ms to 1h such as 500ms but was 5000; bare numbers are seconds; did you mean 5000ms?"),
                bad(
                        "RACECAR_PAUSE_TIMEOUT=-2",
                        "pauseTimeout (RACECAR_PAUSE_TIMEOUT) must be -1 (until resumed) or a duration from 0s to 1h such as 500ms but was -2"),
                bad(
                        "RACECAR_CONSUMERS_X_PAUSE_TIMEOUT=forever",
                        "consumers.x.pauseTimeout (RACECAR_CONSUMERS_X_PAUSE_TIMEOUT) must be -1 (until resumed) or a duration from 0s to 1h such as 500ms but was forever"),
                bad(
                        "RACECAR_CONCURRENCY=many",
                        "concurrency (RACECAR_CONCURRENCY) must be a whole number from 1 to 10000 but was many"),
                bad(
                        "RACECAR_FETCH_MESSAGES=1e3",
                        "fetchMessages (RACECAR_FETCH_MESSAGES) must be a whole number from 1 to 1000000 but was 1e3"),
                bad(
                        "RACECAR_SYNCHRONOUS_COMMITS=yes",
                        "synchronousCommits (RACECAR_SYNCHRONOUS_COMMITS) must be true or false but was yes"),
                bad(
                        "RACECAR_GROUP_PROTOCOL=consumers",
                        "groupProtocol (RACECAR_GROUP_PROTOCOL) must be one of classic, consumer, share but was consumers; did you mean consumer?"),
                bad(
                        "RACECAR_CONSUMERS_X_DEAD_LETTER_ON_GIVE_UP=drop",
                        "consumers.x.deadLetter.onGiveUp (RACECAR_CONSUMERS_X_DEAD_LETTER_ON_GIVE_UP) works only with groupProtocol share but that is classic (the default); leave it out or change groupProtocol"),
                bad(
                        "RACECAR_MAX_BYTES=10M",
                        "maxBytes (RACECAR_MAX_BYTES) must be a size from 1KiB to 2147483647 such as 512KiB or 64MiB but was 10M; write MiB for powers of 1024 or MB for powers of 1000"),
                bad(
                        "RACECAR_CONSUMER_PROPERTIES=check.crcs",
                        "consumerProperties (RACECAR_CONSUMER_PROPERTIES) must be a mapping, or text of the form a=b,c=d but was a single value; each part between commas needs a ="),
                bad(
                        "RACECAR_CONSUMER_PROPERTIES_GROUP_ID=mine",
                        "consumerProperties.group.id (RACECAR_CONSUMER_PROPERTIES_GROUP_ID) is the engine's and cannot be set; use groupId"),
                bad(
                        "RACECAR_CONSUMER_PROPERTIES=auto.offset.reset=earliest,check.crcs=false",
                        "consumerProperties.auto.offset.reset (RACECAR_CONSUMER_PROPERTIES) is the engine's and cannot be set; use startFromBeginning in @SubscribesTo"),
                bad(
                        "RACECAR_CONSUMERS_X_TOPICS=a b=c",
                        "consumers.x.topics (RACECAR_CONSUMERS_X_TOPICS): the name a b must be a topic name of letters, digits, dots, _ and -"),
                bad(
                        "RACECAR_DEAD_LETTER_AFTER_ATTEMPTS=3",
                        "deadLetter.afterAttempts (RACECAR_DEAD_LETTER_AFTER_ATTEMPTS) needs deadLetter.topic; set that or leave deadLetter.afterAttempts out"),
                bad(
                        "RACECAR_SESSION_TIMEOUT=5s",
                        "heartbeatInterval must be below sessionTimeout, 5s, but was 10s (the default); a third of that is usual"),
                bad(
                        "RACECAR_MAX_WAIT_TIME=40s",
                        "maxWaitTime (RACECAR_MAX_WAIT_TIME) must be below socketTimeout, 30s (the default), but was 40s; lower it or raise socketTimeout"),
                bad(
                        "RACECAR_SSL_CA_LOCATION=/no/such/file RACECAR_SECURITY_PROTOCOL=ssl",
                        "ssl.caLocation (RACECAR_SSL_CA_LOCATION) must be a PEM file with certificates or a directory of them but was /no/such/file; there is no such file"),
                bad(
                        "RACECAR_SASL_PASSWORD=hunter2",
                        "sasl.password (RACECAR_SASL_PASSWORD) works only with securityProtocol sasl-plaintext or sasl-ssl but that is plaintext (the default); leave it out or change securityProtocol"),
                bad(
                        "RACECAR_PRODUCER_PROPERTIES_RETRIES=0",
                        "producer.properties.retries (RACECAR_PRODUCER_PROPERTIES_RETRIES) must be positive but was 0; leave it out, producer.messageTimeout ends the repetition"),
                bad(
                        "RACECAR_CONSUMERS_X_MAX_PAUSE_TIMEOUT=5s",
                        "RACECAR_CONSUMERS_X_MAX_PAUSE_TIMEOUT may mean consumers.x.maxPauseTimeout or consumers.x-max.pauseTimeout; set what you mean in the file instead"),
                bad(
                        "RACECAR_LIVENESS_PROBE_ENABLED=1 RACECAR_LOG_LEVEL=info2",
                        "livenessProbe.enabled (RACECAR_LIVENESS_PROBE_ENABLED) must be true or false but was 1",
                        "logLevel (RACECAR_LOG_LEVEL) must be one of trace, debug, info, warn, error but was info2; did you mean info?"));
    }

    @Test
    void severalVariablesAreReportedTogetherInTheOrderOfTheirNames() {
        RacecarConfig.Builder builder = RacecarConfig.builder()
                .environment(
                        Map.of("RACECAR_PAUSE_TIMEOUT", "x", "RACECAR_CONCURRENCY", "0", "RACECAR_CLIENT_ID", " "));

        InvalidConfigurationException thrown =
                catchThrowableOfType(InvalidConfigurationException.class, builder::build);

        assertThat(thrown.problems())
                .extracting(problem -> problem.split(" ", 2)[0])
                .containsExactly("clientId", "concurrency", "pauseTimeout");
    }

    /** Variables as a shell shows them; the next one begins with RACECAR_. */
    private static Arguments bad(String environment, String... problems) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : environment.split(" (?=RACECAR_)", -1)) {
            String[] nameAndValue = variable.split("=", 2);
            variables.put(nameAndValue[0], nameAndValue[1]);
        }
        return arguments(variables, List.of(problems));
    }
}
