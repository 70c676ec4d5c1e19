package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.racecar.OutgoingMessage;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RacecarExtension.class)
class DeadLettersCommandIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private Path config;
    private String topic;

    @BeforeEach
    void configure(EmbeddedKafka brokers, TestInfo test) throws IOException {
        kafka = brokers;
        topic = test.getTestMethod().orElseThrow().getName();
        config = Files.writeString(
                directory.resolve("config.yml"),
                "racecar: {brokers: '" + kafka.brokers() + "', deadLetter: {topic: " + topic
                        + ".dead, afterAttempts: 1}}\n"
                        + "logging: {level: INFO, appenders: [{type: console}]}\n");
    }

    @Test
    void theyAreListedShownPutBackAndDeleted() throws Exception {
        bury(3);

        Invocation listed = deadLetters("list");
        assertThat(listed.out().lines().toList())
                .hasSize(5)
                .startsWith(topic + ".dead: 3 dead letters")
                .element(4)
                .asString()
                .matches(topic + "\\.dead/0@2 +\\S+Z  +theyarelistedshown\\S+ +" + topic
                        + "/0@2 +1 +0  key-2 +IllegalStateException +no use for 2\\\\u001b\\[31m");
        assertThat(listed.out()).doesNotContain("value-");
        assertThat(deadLetters("list", "--key", "key-1", "--json").out())
                .satisfies(it -> assertThat(
                                json(it).at("/topics/0/letters/0/place").asText())
                        .isEqualTo(topic + ".dead/0@1"));
        assertThat(deadLetters("show", topic + ".dead/0@1").out())
                .contains("exception:   java.lang.IllegalStateException: no use for 1")
                .contains("header:      racecar.offset=1")
                .endsWith("value:       7 bytes:\nvalue-1\n");
        assertThat(deadLetters("show", topic + ".dead/0@1", "--json").out())
                .satisfies(it -> assertThat(json(it).at("/value").asText()).isEqualTo("value-1"));

        assertThat(deadLetters("redrive", "--dry-run").out())
                .isEqualTo("Would put back 3 of 3 dead letters of " + topic + ".dead\n");
        assertThat(deadLetters("redrive", "--limit", "2").out())
                .isEqualTo("Put back 2 of 3 dead letters of " + topic + ".dead; 1 are left\n");
        assertThat(deadLetters("redrive").out())
                .isEqualTo("Put back 1 of 3 dead letters of " + topic + ".dead; 2 earlier\n");
        assertThat(values(6)).isEqualTo(List.of("value-0", "value-1", "value-2", "value-0", "value-1", "value-2"));

        assertThat(deadLetters("purge", "--redriven", "--yes").out())
                .startsWith("Deleted 3 dead letters of " + topic + ".dead\n");
        assertThat(deadLetters("list").out()).isEqualTo(topic + ".dead: 0 dead letters\n");
    }

    @Test
    void whatOthersHavePutThereIsShownAndSteersNoTerminal() throws Exception {
        kafka.createTopic(topic + ".dead", 1);
        kafka.produce(OutgoingMessage.to(topic + ".dead")
                .key("\u009b2J\u202ek")
                .value("\u007f\u009b31m\n")
                .header("\u001b]0;h", "\u0085"));

        Invocation listed = deadLetters("list", "--json");
        Invocation shown = deadLetters("show", topic + ".dead/0@0", "--json");

        assertThat(List.of(
                        listed.out(),
                        shown.out(),
                        deadLetters("show", topic + ".dead/0@0").out()))
                .allSatisfy(it -> assertThat(it).doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f\\u202e&&[^\n]]"));
        assertThat(json(listed.out()).at("/topics/0/letters/0/key").asText()).isEqualTo("\u009b2J\u202ek");
        assertThat(json(shown.out()).at("/value").asText()).isEqualTo("\u007f\u009b31m\n");
        assertThat(deadLetters("show", topic + ".dead/0@0").out())
                .contains("given up by: unknown, group unknown\n", "message:     unknown of ")
                .doesNotContain("null");
        assertThat(deadLetters("redrive").err()).contains("does not say where it was");
    }

    @Test
    void aPurgeAsksOnATerminal() throws Exception {
        bury(2);

        Invocation refused = Invocation.of("no\n".getBytes(UTF_8), true, all("purge", "--all"));
        assertThat(refused.err())
                .contains("Delete 2 dead letters of " + topic + ".dead, 2 of them never put back for good? [y/N] ")
                .contains("Nothing was deleted");
        assertThat(refused.failed()).isTrue();
        assertThat(deadLetters("list").out()).startsWith(topic + ".dead: 2 dead letters");
        assertThat(Invocation.of("y\n".getBytes(UTF_8), true, all("purge", "--all"))
                        .out())
                .startsWith("Deleted 2 dead letters");
    }

    @Test
    void whatIsRefusedIsStatusOneAndSaysWhy() throws Exception {
        bury(2);

        Invocation refused = deadLetters("redrive", "--to", "nowhere");

        assertThat(refused.out()).isEqualTo("Put back 0 of 2 dead letters of " + topic + ".dead\n");
        assertThat(refused.err())
                .isEqualToIgnoringNewLines("Refused 2 dead letters of " + topic + ".dead: for one, " + topic
                        + ".dead/0@0 is of topic nowhere, which does not exist; create it, or name another");
        assertThat(refused.failed()).isTrue();
        assertThat(refused.status()).as("left to Dropwizard, which makes it 1").isEqualTo(-1);
    }

    @Test
    void aTopicThatIsNotThereIsStatusOneAndSaysWhatToDo() {
        Invocation failed = deadLetters("list", "--dead-letter-topic", "nowhere");

        assertThat(failed.err())
                .isEqualToIgnoringNewLines(
                        "the dead-letter topic nowhere does not exist; create it, or correct deadLetter.topic");
        assertThat(failed.failed()).isTrue();
    }

    @Test
    void afterAKillTheSameCommandGoesOnAndRepeatsNothing() throws Exception {
        bury(250);

        try (Jvm jvm = redriving("100")) {
            assertThat(values(280)).hasSize(280);
            jvm.signal("KILL");
            assertThat(jvm.status()).as(jvm.err()).isEqualTo(137);
        }
        Invocation rest = deadLetters("redrive");

        assertThat(rest.out())
                .matches("Put back \\d+ of 250 dead letters of " + topic + ".dead; \\d+ earlier\n")
                .doesNotContain("back 0 ", "back 250");
        assertPutBackOnceEach(250);
    }

    @Test
    void anInterruptEndsItInOrder() throws Exception {
        List<String> ignored;
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            ignored = lines.filter(it -> it.startsWith("SigIgn:")).toList();
        }
        // what a shell runs in the background ignores interrupts, and hands that on
        assumeThat(ignored)
                .noneMatch(it -> (Long.parseUnsignedLong(it.substring(7).strip(), 16) & 2) != 0);
        bury(60);

        try (Jvm jvm = redriving("10")) {
            assertThat(values(63)).hasSize(63);
            jvm.signal("INT");
            assertThat(jvm.status()).as(jvm.err()).isEqualTo(130);
            assertThat(jvm.out()).contains(" are left\n", "The same command goes on from here");
        }
        deadLetters("redrive");

        assertPutBackOnceEach(60);
    }

    /** Puts them back, so many a second, in a JVM of its own. */
    private Jvm redriving(String perSecond) throws IOException {
        return Jvm.start(
                JournalApplication.class,
                directory,
                "racecar",
                "dead-letters",
                "redrive",
                "config.yml",
                "--rate",
                perSecond);
    }

    private void assertPutBackOnceEach(int count) {
        Map<String, Long> times = values(2 * count).stream().collect(groupingBy(it -> it, counting()));
        assertThat(times).hasSize(count);
        assertThat(times.values()).containsOnly(2L);
        assertThat(deadLetters("redrive").out())
                .isEqualTo("Put back 0 of " + count + " dead letters of " + topic + ".dead; " + count + " earlier\n");
    }

    /** Has a consumer give up messages. */
    private void bury(int count) throws Exception {
        kafka.createTopic(topic, 1);
        kafka.createTopic(topic + ".dead", 1);
        kafka.produce(IntStream.range(0, count)
                .mapToObj(it -> OutgoingMessage.to(topic).key("key-" + it).value("value-" + it))
                .toArray(OutgoingMessage[]::new));
        RacecarConfig settings = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", kafka.brokers())
                .set("deadLetter.topic", topic + ".dead")
                .set("deadLetter.afterAttempts", 1)
                .build();
        try (Racecar racecar = Racecar.builder(settings)
                .consumer(topic, String.class, (message, context) -> {
                    throw new IllegalStateException("no use for " + message.offset() + "\u001b[31m");
                })
                .build()) {
            racecar.start();
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(racecar.consumers().get(0).deadLettered())
                            .isEqualTo(count));
        }
    }

    private List<String> values(int count) {
        return kafka.read(topic, count, LONG).stream()
                .map(it -> new String(it.value(), UTF_8))
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private Invocation deadLetters(String action, String... arguments) {
        return Invocation.of(all(action, arguments));
    }

    private String[] all(String action, String... arguments) {
        return Stream.concat(Stream.of("racecar", "dead-letters", action, config.toString()), Stream.of(arguments))
                .toArray(String[]::new);
    }
}
