package io.racecar.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The broker, in a JVM of its own, which takes commands. Not thread-safe. */
final class Broker {
    private static final String OK = "ok";

    private final PrintStream commands;
    private final BufferedReader answers;
    private final Path log;
    private final String address;
    private final Set<String> filled = new HashSet<>();

    private Broker(Process process, Path log) throws IOException {
        this.commands = new PrintStream(process.getOutputStream(), true, UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.log = log;
        this.address = answer("start");
    }

    static Broker start(Installation installation, Workspace workspace) throws IOException {
        Path log = workspace.log("broker.log");
        ProcessBuilder builder = new ProcessBuilder(
                Jdk.running().java(),
                "-Xmx1g",
                "-Djava.io.tmpdir=" + workspace.data(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                installation.classPath("broker"),
                "io.racecar.benchmarks.broker.BrokerMain");
        builder.redirectError(log.toFile());
        return new Broker(workspace.start(builder), log);
    }

    String address() {
        return address;
    }

    /** Fills a topic, unless that was done before. */
    void fill(Dataset data) throws IOException {
        if (filled.add(data.topic())) {
            command("fill " + data.topic() + " " + data.partitions() + " " + data.records() + " " + data.valueBytes()
                    + " " + data.keys() + " " + data.format());
        }
    }

    void create(String topic, int partitions) throws IOException {
        command("create " + topic + " " + partitions);
    }

    /** Begins to send, and returns. */
    void pace(String topic, int records, int perSecond) throws IOException {
        command("pace " + topic + " " + records + " " + perSecond);
    }

    private void command(String command) throws IOException {
        commands.println(command);
        answer(command);
    }

    private String answer(String command) throws IOException {
        @Nullable String answer = answers.readLine();
        if (answer == null || !answer.startsWith(OK)) {
            throw new IOException("the broker did not do '" + command + "': "
                    + (answer == null ? "it has ended" : answer) + "; its log is " + log);
        }
        return answer.substring(OK.length()).trim();
    }
}
