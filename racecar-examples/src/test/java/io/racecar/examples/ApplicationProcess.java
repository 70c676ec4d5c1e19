package io.racecar.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dropwizard.core.Application;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application that runs as an operator runs it: in a process of its own, with a file, variables and signals. */
final class ApplicationProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern PORT = Pattern.compile("(application|admin)@[^{]+\\{[^}]+}\\{[^}]*:(\\d+)}");

    private final Process process;
    private final Path output;
    private final Path errors;

    private ApplicationProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts it as a server in a directory, which gets its configuration and output. */
    static ApplicationProcess start(
            Class<? extends Application<?>> application,
            Path directory,
            String configuration,
            Map<String, String> environment,
            String... jvmArguments)
            throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("application.yml"), configuration);
        return start(application, directory, List.of("server", "application.yml"), environment, List.of(jvmArguments));
    }

    /** Runs one of its commands in a directory. */
    static ApplicationProcess run(Class<? extends Application<?>> application, Path directory, String... arguments)
            throws IOException {
        return start(application, directory, List.of(arguments), Map.of(), List.of());
    }

    private static ApplicationProcess start(
            Class<? extends Application<?>> application,
            Path directory,
            List<String> arguments,
            Map<String, String> environment,
            List<String> jvmArguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", absoluteClassPath(), application.getName()));
        command.addAll(arguments);
        Path output = Files.createTempFile(directory, "stdout", "");
        Path errors = Files.createTempFile(directory, "stderr", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("RACECAR_"));
        builder.environment().putAll(environment);
        return new ApplicationProcess(builder.start(), output, errors);
    }

    private static String absoluteClassPath() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(joining(File.pathSeparator));
    }

    long pid() {
        return process.pid();
    }

    String output() {
        return text(output);
    }

    String errors() {
        return text(errors);
    }

    /** Waits until standard output has the text. */
    void awaitOutput(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(process.isAlive() || output().contains(text))
                    .as("ended, having said %s %s", output(), errors())
                    .isTrue();
            assertThat(output()).contains(text);
        });
    }

    void awaitErrors(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(errors()).contains(text));
    }

    /** Sends a signal, {@code TERM}. */
    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    int awaitExit() {
        await().atMost(PATIENCE).until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** Sends a request to the admin port. */
    HttpResponse<String> admin(String method, String path) throws Exception {
        return send(method, "admin", path);
    }

    /** Sends a request to the application. */
    HttpResponse<String> application(String method, String path) throws Exception {
        return send(method, "application", path);
    }

    private HttpResponse<String> send(String method, String connector, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port(connector) + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private int port(String connector) {
        Matcher matcher = PORT.matcher(output());
        while (matcher.find()) {
            if (matcher.group(1).equals(connector)) {
                return Integer.parseInt(matcher.group(2));
            }
        }
        throw new IllegalStateException("no port of " + connector + " in " + output());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
