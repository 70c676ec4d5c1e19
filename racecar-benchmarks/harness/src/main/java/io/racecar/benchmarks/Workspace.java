package io.racecar.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes and files of one invocation. Closing it, which also happens when the JVM ends in whatever orderly way, ends
 * the processes and deletes the broker's data; logs stay. Thread-safe.
 */
final class Workspace implements AutoCloseable {
    private static final int SECONDS_TO_END = 10;

    private final Path data;
    private final Path logs;
    private final List<Process> processes = new ArrayList<>();
    private boolean closed;

    private Workspace(Path data, Path logs) {
        this.data = data;
        this.logs = logs;
    }

    static Workspace open(Path logs) throws IOException {
        String now = LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        Workspace workspace = new Workspace(
                Files.createTempDirectory("racecar-benchmarks"), Files.createDirectories(logs.resolve(now)));
        Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "benchmark-cleanup"));
        return workspace;
    }

    Path data() {
        return data;
    }

    Path log(String name) {
        return logs.resolve(name);
    }

    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("no process is started any more: this is being closed");
        }
        Process process = builder.start();
        processes.removeIf(other -> !other.isAlive());
        processes.add(process);
        return process;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        processes.forEach(Process::destroy);
        processes.forEach(Workspace::awaitEnd);
        delete(data);
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary directory cannot be deleted: " + directory, e);
        }
    }
}
