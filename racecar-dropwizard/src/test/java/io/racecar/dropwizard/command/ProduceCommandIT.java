package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.racecar.Message;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RacecarExtension.class)
class ProduceCommandIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private Path config;

    @BeforeEach
    void configure(EmbeddedKafka brokers) throws IOException {
        kafka = brokers;
        config = Files.writeString(
                directory.resolve("config.yml"),
                "racecar: {brokers: '" + kafka.brokers() + "', pidfile: produce.pid}\n"
                        + "logging: {level: INFO, appenders: [{type: console}]}\n");
    }

    @Test
    void aValueIsDeliveredWithItsKeyAndHeaders() {
        kafka.createTopic("values", 3);

        Invocation produced = produce(
                "",
                "--topic",
                "values",
                "--key",
                "k",
                "--value",
                "v",
                "--header",
                "a=1",
                "--header",
                "b=2=3",
                "--partition",
                "2");

        assertThat(produced.out()).isEqualTo("Delivered values/2@0\n");
        assertThat(produced.failed()).isFalse();
        Message<byte[]> message = kafka.read("values", 1, LONG).get(0);
        assertThat(message.key()).isEqualTo("k");
        assertThat(new String(message.value(), UTF_8)).isEqualTo("v");
        assertThat(message.headers().get("a")).isEqualTo("1");
        assertThat(message.headers().get("b")).isEqualTo("2=3");
    }

    @Test
    void aFileIsDeliveredByteForByte() throws Exception {
        kafka.createTopic("files", 1);
        byte[] content = {0, -1, 10, 13, 127};
        Path file = Files.write(directory.resolve("file"), content);

        assertThat(produce("", "--topic", "files", "--file", file.toString()).out())
                .isEqualTo("Delivered files/0@0\n");

        assertThat(kafka.read("files", 1, LONG).get(0).value()).isEqualTo(content);
    }

    @Test
    void eachLineOfStandardInputIsAMessage() {
        kafka.createTopic("lines", 1);

        Invocation produced = produce("one\ntwo\r\n\nthree", "--topic", "lines");

        assertThat(produced.out()).isEqualTo("Delivered 4 messages\n  lines/0: 4 messages, offsets 0 to 3\n");
        assertThat(kafka.read("lines", 4, LONG))
                .extracting(message -> new String(message.value(), UTF_8))
                .isEqualTo(List.of("one", "two", "", "three"));
    }

    @Test
    void aTerminalShowsHowFarItIs() {
        kafka.createTopic("watched", 1);

        Invocation produced = produce("one\ntwo".getBytes(UTF_8), true, "--topic", "watched");

        assertThat(produced.out()).startsWith("Delivered 2 messages\n");
        assertThat(produced.err()).startsWith("\rDelivered").endsWith("\n");
        assertThat(produce("three".getBytes(UTF_8), false, "--topic", "watched").err())
                .isEmpty();
    }

    @Test
    void aLineThatIsNotUtf8IsNotSentAsSomethingElse() {
        kafka.createTopic("latin", 1);

        Invocation failed = produce("one\nzw\u00f6lf\nthree\n".getBytes(ISO_8859_1), false, "--topic", "latin");

        assertThat(failed.out()).isEqualTo("Delivered 1 message\n  latin/0: 1 message, offsets 0 to 0\n");
        assertThat(failed.err())
                .isEqualToIgnoringNewLines(
                        "line 2 of standard input is not UTF-8; convert it, or send what is no text" + " with --file");
        assertThat(failed.failed()).isTrue();
        assertThat(failed.status()).as("left to Dropwizard, which makes it 1").isEqualTo(-1);
    }

    @Test
    void aTextBeyondAsciiArrivesAsItIs() {
        kafka.createTopic("letters", 1);
        String text = "zw\u00f6lf \u20ac \ud83c\udfce";

        produce(text + "\n", "--topic", "letters", "--key", text);

        Message<byte[]> message = kafka.read("letters", 1, LONG).get(0);
        assertThat(new String(message.value(), UTF_8)).isEqualTo(text);
        assertThat(message.key()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--key", "--value", "--header"})
    void anArgumentThatTheLocaleDoesNotKnowIsStatusTwo(String argument) {
        Invocation refused = produce("", "--topic", "any", argument, "zw\ufffdlf=");

        assertThat(refused.err()).contains(argument + " is no text in this locale's encoding");
        assertThat(refused.status()).isEqualTo(2);
    }

    @Test
    void whatWasReadIsDeliveredWhenItIsInterrupted() throws Exception {
        List<String> ignored;
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            ignored = lines.filter(it -> it.startsWith("SigIgn:")).toList();
        }
        // what a shell runs in the background ignores interrupts, and hands that on
        assumeThat(ignored)
                .noneMatch(it -> (Long.parseUnsignedLong(it.substring(7).strip(), 16) & 2) != 0);
        kafka.createTopic("interrupted", 1);

        try (Jvm jvm = Jvm.start(
                JournalApplication.class, directory, "racecar", "produce", "config.yml", "--topic", "interrupted")) {
            jvm.goOn();
            assertThat(kafka.read("interrupted", 1, LONG)).hasSize(1);
            jvm.signal("INT");

            assertThat(jvm.status()).as(jvm.err()).isEqualTo(130);
            assertThat(jvm.out()).isEqualTo("Delivered 1 message\n  interrupted/0: 1 message, offsets 0 to 0\n");
            assertThat(jvm.err()).contains("Reads no further and waits for what was read");
        }
    }

    @Test
    void whatCannotBeDeliveredIsStatusOneAndSaysWhatToDo() {
        kafka.createTopic("partitioned", 1);

        Invocation failed = produce("", "--topic", "partitioned", "--value", "v", "--partition", "7");

        assertThat(failed.err()).contains("partitioned").doesNotContain("\tat ");
        assertThat(failed.out()).isEmpty();
        assertThat(failed.failed()).isTrue();
        assertThat(failed.status()).isEqualTo(-1);
    }

    @Test
    void linesAreNotReadOnOnceOneCannotBeDelivered() {
        kafka.createTopic("refused", 1);
        String tooLarge = "x".repeat(2_000_000);

        int more = 200_000; // some are under way before the refusal is known
        Invocation failed = produce("fits\n" + tooLarge + "\n" + "fits\n".repeat(more), "--topic", "refused");

        Matcher delivered =
                Pattern.compile("Delivered (\\d+) messages?\n  refused/0: ").matcher(failed.out());
        assertThat(delivered.find()).as(failed.out()).isTrue();
        assertThat(Integer.parseInt(delivered.group(1))).isBetween(1, more);
        assertThat(failed.err()).contains("too large");
        assertThat(failed.failed()).isTrue();
    }

    private Invocation produce(String in, String... arguments) {
        return produce(in.getBytes(UTF_8), false, arguments);
    }

    private Invocation produce(byte[] in, boolean errIsTerminal, String... arguments) {
        return Invocation.of(
                in,
                errIsTerminal,
                Stream.concat(Stream.of("racecar", "produce", config.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
