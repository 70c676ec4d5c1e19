package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM of its own that runs an application in a directory. */
final class Jvm implements AutoCloseable {
    private static final long LONG = 90;

    private final Path directory;
    private final Process process;

    private Jvm(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** Starts it; {@code config.yml} and {@code journal} are in that directory. */
    static Jvm start(Class<?> application, Path directory, String... arguments) throws IOException {
        return start(application, directory, Map.of(), arguments);
    }

    /** The same with more variables; arguments that begin with {@code -D} are the JVM's. */
    static Jvm start(Class<?> application, Path directory, Map<String, String> variables, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(Stream.of(arguments).filter(it -> it.startsWith("-D")).toList());
        command.add(application.getName());
        command.addAll(Stream.of(arguments).filter(it -> !it.startsWith("-D")).toList());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().putAll(variables);
        return new Jvm(directory, builder.start());
    }

    /** As a supervisor does, or a user with Ctrl-C. */
    void signal(String name) throws IOException, InterruptedException {
        signal(name, process.pid());
    }

    /** The same for any process. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
    }

    /** Lets one {@code System.in.read()} return. */
    void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    int status() throws InterruptedException {
        assertThat(process.waitFor(LONG, TimeUnit.SECONDS))
                .as("ended; it said: %s %s", out(), err())
                .isTrue();
        return process.exitValue();
    }

    String out() {
        return read("out");
    }

    String err() {
        return read("err");
    }

    List<String> journal() {
        return read("journal").lines().toList();
    }

    private String read(String file) {
        Path path = directory.resolve(file);
        try {
            return Files.exists(path) ? Files.readString(path, UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
