package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages are handled, from where on, and how many. */
class FlowSettingsTest {
    @TempDir
    private Path directory;

    private final RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());

    private ConsumerSettings settings() {
        return builder.build().consumer("orders");
    }

    private static InvalidConfigurationException refused(RacecarConfig.Builder builder) {
        try {
            builder.build();
        } catch (InvalidConfigurationException e) {
            return e;
        }
        throw new AssertionError("accepted");
    }

    @Test
    void nothingIsLimitedByDefault() {
        assertThat(settings().maxMessagesPerSecond()).isEmpty();
        assertThat(settings().messageExpiry()).isEmpty();
        assertThat(settings().deadLetterExpired()).isFalse();
        assertThat(settings().startAt()).isEmpty();
        assertThat(settings().onlyIf()).isEmpty();
    }

    @Test
    void oneConsumerMayHaveItsOwn() {
        builder.set("maxMessagesPerSecond", 100)
                .set("consumers.orders.maxMessagesPerSecond", "0.5")
                .set("consumers.orders.messageExpiry", "1h")
                .set("consumers.orders.startAt", "end");

        assertThat(settings().maxMessagesPerSecond()).hasValue(0.5);
        assertThat(settings().messageExpiry()).contains(Duration.ofHours(1));
        assertThat(settings().startAt()).contains(new StartAt.End());
        assertThat(builder.build().consumer("users").maxMessagesPerSecond()).hasValue(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.001", "10000001", "fast", "NaN", "1/2"})
    void whatIsNoRateIsRefused(String given) {
        assertThat(refused(builder.set("maxMessagesPerSecond", given)).problems())
                .containsExactly(
                        "maxMessagesPerSecond must be none, or a number from 0.01 to 10000000 but was " + given);
    }

    @ParameterizedTest
    @CsvSource({"100,100", "0.25,0.25", "1e3,1000", "12.50,12.5"})
    void aRateIsPrintedPlainly(String given, String printed) {
        assertThat(builder.set("maxMessagesPerSecond", given).build())
                .hasToString("RacecarConfig[maxMessagesPerSecond=" + printed + "]");
    }

    private static Stream<Arguments> starts() {
        Instant noon = Instant.parse("2026-11-22T12:00:00Z");
        return Stream.of(
                Arguments.of("beginning", new StartAt.Beginning(), "beginning"),
                Arguments.of("END", new StartAt.End(), "end"),
                Arguments.of("2026-11-22T12:00:00Z", new StartAt.Time(noon), "2026-11-22T12:00:00Z"),
                Arguments.of("2026-11-22T13:00+01:00", new StartAt.Time(noon), "2026-11-22T12:00:00Z"),
                Arguments.of("24h", new StartAt.Back(Duration.ofDays(1)), "24h"),
                Arguments.of("PT90S", new StartAt.Back(Duration.ofSeconds(90)), "90s"),
                Arguments.of(Duration.ofMinutes(5), new StartAt.Back(Duration.ofMinutes(5)), "5m"),
                Arguments.of(noon, new StartAt.Time(noon), "2026-11-22T12:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void aStartIsAPlaceATimeOrADurationBack(Object given, StartAt start, String printed) {
        builder.set("startAt", given);

        assertThat(settings().startAt()).contains(start);
        assertThat(new StartAtType().print(start)).isEqualTo(printed);
    }

    @Test
    void aDurationBackIsFromNowOn() {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");

        assertThat(new StartAt.Back(Duration.ofHours(24)).from(now))
                .isEqualTo(new StartAt.Time(Instant.parse("2026-11-21T12:00:00Z")));
        assertThat(new StartAt.End().from(now)).isEqualTo(new StartAt.End());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "begining | ",
                "now | ",
                "2026-11-22 | write times with their zone, as 2026-11-22T12:00:00Z",
                "2026-11-22T12:00:00 | write times with their zone, as 2026-11-22T12:00:00Z",
                "2026-13-01T00:00:00Z | write times with their zone, as 2026-11-22T12:00:00Z",
                "24 | write the unit: 24ms or 24s",
                "-24h | ",
                "0s | ",
                "7 days | units are ms, s, m and h",
            })
    void whatIsNoStartIsOneProblem(String given, String hint) {
        assertThat(refused(builder.set("startAt", given)).problems())
                .containsExactly(
                        "startAt must be none, or beginning, end, a time such as 2026-11-22T12:00:00Z, or a duration back"
                                + " such as 24h, up to 87600h but was " + given + (hint == null ? "" : "; " + hint));
    }

    @Test
    void headersComeFromTheEnvironmentToo() {
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of("RACECAR_ONLY_IF", "type=user_banned,region=eu"))
                .set("consumers.orders.onlyIf", Map.of("region", "us"))
                .build();

        assertThat(config.consumer("orders").onlyIf()).isEqualTo(Map.of("type", "user_banned", "region", "us"));
        assertThat(config.consumer("users").onlyIf()).isEqualTo(Map.of("type", "user_banned", "region", "eu"));
    }

    // ---- lifting for one what is set for all

    @Test
    void noneLiftsForOneConsumerWhatIsGivenForAll() {
        builder.set("maxMessagesPerSecond", 100)
                .set("messageExpiry", "1h")
                .set("startAt", "24h")
                .set("onlyIf", "type=user_banned,region=eu")
                .set("consumers.orders.maxMessagesPerSecond", "none")
                .set("consumers.orders.messageExpiry", "None")
                .set("consumers.orders.startAt", "none")
                .set("consumers.orders.onlyIf", "none");

        nothingIsLimitedByDefault();
        ConsumerSettings others = builder.build().consumer("users");
        assertThat(others.maxMessagesPerSecond()).hasValue(100);
        assertThat(others.messageExpiry()).isPresent();
        assertThat(others.startAt()).isPresent();
        assertThat(others.onlyIf()).hasSize(2);
    }

    @Test
    void theEnvironmentLiftsWhatTheFileSays() {
        RacecarConfig config = RacecarConfig.builder()
                .file(file("""
                        maxMessagesPerSecond: 100
                        onlyIf: {type: user_banned}
                        consumers:
                          orders:
                            maxMessagesPerSecond: 5
                            onlyIf: {region: eu}
                        """))
                .environment(Map.of(
                        "RACECAR_CONSUMERS_ORDERS_MAX_MESSAGES_PER_SECOND", "none",
                        "RACECAR_CONSUMERS_ORDERS_ONLY_IF", "none"))
                .build();

        assertThat(config.consumer("orders").maxMessagesPerSecond()).isEmpty();
        assertThat(config.consumer("orders").onlyIf()).isEmpty();
        assertThat(config.consumer("users").onlyIf()).hasSize(1);
    }

    @Test
    void headersFromAStrongerSourceTakeThePlaceOfNone() {
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of("RACECAR_CONSUMERS_ORDERS_ONLY_IF", "none"))
                .set("onlyIf", "type=user_banned")
                .set("consumers.orders.onlyIf", "region=eu")
                .build();

        assertThat(config.consumer("orders").onlyIf()).isEqualTo(Map.of("type", "user_banned", "region", "eu"));
    }

    @Test
    void whatIsLiftedIsPrinted() {
        String yaml = builder.set("maxMessagesPerSecond", 100)
                .set("onlyIf", "type=user_banned")
                .set("consumers.orders.maxMessagesPerSecond", "none")
                .set("consumers.orders.onlyIf", "none")
                .build()
                .effectiveYaml();

        assertThat(yaml).contains("    maxMessagesPerSecond: none  # code\n", "    onlyIf: none  # code\n");
    }

    private Path file(String yaml) {
        try {
            return Files.writeString(directory.resolve("racecar.yml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whereExpiryIsLiftedNothingIsDeadLetteredForIt() {
        builder.set("deadLetter.topic", "dead")
                .set("messageExpiry", "1h")
                .set("consumers.orders.messageExpiry", "none")
                .set("consumers.orders.deadLetter.expired", true);

        assertThat(refused(builder).problems())
                .containsExactly("consumers.orders.deadLetter.expired needs messageExpiry; set that or leave"
                        + " deadLetter.expired out");
    }

    @Test
    void aHeaderNeedsAValue() {
        assertThatThrownBy(() -> builder.set("onlyIf", "type").build())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(
                        "onlyIf must be none, a mapping, or text of the form a=b,c=d but was a single value; each part"
                                + " between commas needs a =");
    }

    @Test
    void expiredMessagesGoToADeadLetterTopicOnlyWhereThereAreBoth() {
        assertThat(refused(builder.set("deadLetter.expired", true)).problems())
                .containsExactlyInAnyOrder(
                        "deadLetter.expired needs messageExpiry; set that or leave deadLetter.expired out",
                        "deadLetter.expired needs deadLetter.topic; set that or leave deadLetter.expired out");

        builder.set("deadLetter.topic", "dead").set("messageExpiry", "1h");
        assertThat(settings().deadLetterExpired()).isTrue();
    }
}
