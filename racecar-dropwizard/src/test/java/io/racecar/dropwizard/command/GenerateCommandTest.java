package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchConsumer;
import io.racecar.Consumer;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.ConsumerTester;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "--batch"})
    void aConsumerCompilesAndRuns(String batch) throws Exception {
        Invocation generated = consumer("TapDance", "--package", "com.example.dance", "--topic", "a\"b", batch);

        Path source = directory.resolve("com/example/dance/TapDanceConsumer.java");
        assertThat(generated.out()).startsWith("Wrote " + source).contains("racecar.consumer(TapDanceConsumer.class)");
        Consumer<String> consumer = compiled(source, "com.example.dance.TapDanceConsumer");
        assertThat(consumer).isInstanceOf(batch.isEmpty() ? MessageConsumer.class : BatchConsumer.class);
        ConsumerTester.of(consumer).process(OutgoingMessage.to("tap").value("one"));
    }

    @Test
    void aConsumerCanBeRegisteredAsItIs() throws Exception {
        consumer("TapDance", "--package", "");
        Consumer<String> consumer = compiled(directory.resolve("TapDanceConsumer.java"), "TapDanceConsumer");

        try (Racecar racecar = racecar(consumer)) {
            assertThat(racecar.subscriptions()).singleElement().satisfies(it -> {
                assertThat(it.consumer()).isEqualTo("tap-dance-consumer");
                assertThat(it.topics()).containsExactly("tap-dance");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TapDance", "TapDanceConsumer", "tap-dance", "tap_dance", "tapDance"})
    void namesAreUnderstoodInAnyForm(String name) {
        consumer(name, "--package", "a");

        assertThat(directory.resolve("a/TapDanceConsumer.java"))
                .content()
                .contains("@SubscribesTo(\"tap-dance\")")
                .contains("public final class TapDanceConsumer ");
    }

    @Test
    void thePackageIsTheApplicationsUnlessGiven() {
        consumer("TapDance");

        assertThat(directory.resolve("io/racecar/dropwizard/command/TapDanceConsumer.java"))
                .exists();
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws Exception {
        consumer("TapDance", "--package", "a");
        Path file = directory.resolve("a/TapDanceConsumer.java");
        Files.writeString(file, "mine");

        Invocation refused = consumer("TapDance", "--package", "a");

        assertThat(refused.err()).contains("exists already").contains("--force");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(file).hasContent("mine");
        assertThat(consumer("TapDance", "--package", "a", "--force").failed()).isFalse();
        assertThat(file).content().contains("class TapDanceConsumer");
    }

    @ParameterizedTest
    @CsvSource({
        "consumer,                       generate consumer needs a name",
        "consumer 1st,                   a consumer's name must be",
        "consumer Consumer,              a consumer's name must be",
        "consumer Message,               a consumer cannot be named Message",
        "consumer BatchConsumer --batch, a consumer cannot be named BatchConsumer",
        "consumer A/B,                   a consumer's name must be",
        "consumer Tap --package com..x,  --package must be a Java package",
        "consumer Tap --package int,     --package must be a Java package",
        "worker Tap,                     invalid choice",
    })
    void wrongUsageIsOneErrorAndStatusTwo(String arguments, String error) {
        Invocation wrong = Invocation.of(("racecar generate " + arguments).split(" "));

        assertThat(wrong.err()).contains(error);
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void aConfigurationIsAcceptedByTheApplicationItWasWrittenFor() {
        Path file = directory.resolve("config/racecar.yml");

        Invocation generated = Invocation.of("racecar", "generate", "config", file.toString());

        assertThat(generated.out()).startsWith("Wrote " + file);
        Invocation unreachable = Invocation.of("", it -> it, "racecar", "doctor", file.toString(), "--timeout", "1ms");
        assertThat(unreachable.out()).contains("no broker answers at localhost:9092");
    }

    @Test
    void whatIsCommentedOutInAConfigurationIsAcceptedToo() throws Exception {
        String all = Template.read("racecar.yml").text().replaceAll("(?m)^( *)#(?=\\S)", "$1");
        Path file = Files.writeString(
                directory.resolve("racecar.yml"),
                all.substring(all.indexOf("racecar:\n") + 9, all.indexOf("logging:"))
                        .replaceAll("(?m)^  ", ""));

        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of("RACECAR_SASL_PASSWORD", "dance"))
                .file(file)
                .build();

        assertThat(config.consumer("tap-dance-consumer").pauseTimeout()).hasSeconds(30);
        assertThat(config.producer().messageTimeout()).hasMinutes(5);
        assertThat(config.consumer("tap-dance-consumer").groupId()).isEqualTo("staging.tap-dance-consumer");
    }

    private Invocation consumer(String name, String... more) {
        return Invocation.of(Stream.concat(
                        Stream.of("racecar", "generate", "consumer", name, "--directory", directory.toString()),
                        Stream.of(more).filter(it -> !it.isEmpty() || more.length == 2))
                .toArray(String[]::new));
    }

    @SuppressWarnings("unchecked")
    private Consumer<String> compiled(Path source, String name) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of(
                                "-proc:none",
                                "-Xlint:all",
                                "-d",
                                directory.toString(),
                                "-cp",
                                System.getProperty("java.class.path")),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertThat(compiled).as("%s", said).isTrue();
        URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()});
        return (Consumer<String>)
                loader.loadClass(name).getDeclaredConstructor().newInstance();
    }

    @SuppressWarnings("unchecked")
    private static Racecar racecar(Consumer<String> consumer) {
        return Racecar.builder(RacecarConfig.builder().environment(Map.of()).build())
                .consumer((Class<? extends Consumer<?>>) consumer.getClass())
                .build();
    }
}
