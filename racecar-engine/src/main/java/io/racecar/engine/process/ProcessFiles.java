package io.racecar.engine.process;

import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.LivenessProbeSettings;
import io.racecar.engine.config.RacecarConfig;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The files that a process has while it consumes, as far as they are configured: pid file, log file and liveness file.
 * Thread-safe.
 */
public final class ProcessFiles implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    private ProcessFiles() {}

    /**
     * Finds out what would keep them from being opened, and changes nothing.
     *
     * @throws InvalidConfigurationException with every file that cannot be written, and a liveness file that holds something
     * @throws IllegalStateException if a live process has the pid file
     */
    public static void check(RacecarConfig config) {
        List<String> problems = problems(config);
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
        config.pidfile().ifPresent(PidFile::check);
    }

    /**
     * Finds out which of them this process could not write, whatever else runs, and changes nothing.
     *
     * @return every file that cannot be written, and a liveness file that holds something; empty if there is none
     */
    public static List<String> problems(RacecarConfig config) {
        List<String> problems = new ArrayList<>();
        config.pidfile().ifPresent(it -> check("pidfile", it, problems));
        config.logfile().ifPresent(it -> check("logfile", it, problems));
        LivenessProbeSettings probe = config.livenessProbe();
        if (probe.enabled()) {
            check("livenessProbe.filePath", probe.filePath(), problems);
            LivenessFile.foreign(probe.filePath()).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    private static void check(String key, Path file, List<String> problems) {
        Obstacle.of(file)
                .ifPresent(obstacle -> problems.add(key + " must name a file that this process may write, but " + file
                        + " " + obstacle + "; name another one"));
    }

    /**
     * Opens them.
     *
     * @param alive asked every now and then by one thread, which it must not block: whether the process does its work, so
     *     that the liveness file is touched
     * @throws InvalidConfigurationException with every file that cannot be written; none is left open then
     * @throws IllegalStateException if a live process has the pid file; none is left open then
     */
    public static ProcessFiles open(RacecarConfig config, BooleanSupplier alive) {
        check(config);
        ProcessFiles files = new ProcessFiles();
        try {
            files.openAll(config, alive);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
        return files;
    }

    private void openAll(RacecarConfig config, BooleanSupplier alive) {
        add(LogOutput.open(config)::close);
        config.pidfile().ifPresent(it -> add(PidFile.claim(it)::close));
        LivenessProbeSettings probe = config.livenessProbe();
        if (probe.enabled()) {
            Heartbeat heartbeat = new Heartbeat(LivenessFile.create(probe.filePath()), alive);
            add(heartbeat::close);
            heartbeat.start(probe.maxInterval());
        }
    }

    private synchronized void add(Runnable closing) {
        closings.push(closing);
    }

    /** Closes the log file and removes the others. */
    @Override
    public synchronized void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
