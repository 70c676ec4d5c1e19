package io.racecar.dropwizard.command;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** Starts {@code racecar consume} again, in a process that outlives this one, and waits until that runs. */
final class Daemon {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final long LOOK_EVERY_MILLIS = 50;

    /** For a JVM to start before its consumers do, and to end after they have failed. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /** The status of a process that was told something wrong. */
    private static final int USAGE = 2;

    private final Process process;
    private final Path report;

    private Daemon(Process process, Path report) {
        this.process = process;
        this.report = report;
    }

    /**
     * Starts it.
     *
     * @return what to tell the user
     * @throws CommandFailedException if it did not get to run, saying why
     * @throws UsageException if that is for what it was told
     */
    static String start(Namespace arguments)
            throws CommandFailedException, UsageException, IOException, InterruptedException {
        Path directory = Files.createTempDirectory("racecar-start");
        Path report = directory.resolve("report");
        try {
            String log = arguments.getString("log");
            Process process = new ProcessBuilder(command(arguments, report))
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(log == null ? Redirect.DISCARD : appendingTo(log))
                    .start();
            String details = new Daemon(process, report).awaitStart(arguments.get("start_timeout"));
            return "Started in the background as process " + process.pid() + ", " + details
                    + (log == null ? "" : ", log " + log);
        } finally {
            Files.deleteIfExists(report);
            Files.deleteIfExists(directory);
        }
    }

    /** Directories that are missing are made, as for the setting logfile. */
    private static Redirect appendingTo(String log) throws UsageException {
        try {
            Path file = Path.of(log).toAbsolutePath();
            Files.createDirectories(file.resolveSibling(".").normalize());
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return Redirect.appendTo(file.toFile());
        } catch (IOException e) {
            throw new UsageException("--log must name a file that this process may write, but was " + log
                    + ", which it cannot: " + e + "; name another one");
        }
    }

    private static List<String> command(Namespace arguments, Path report) {
        List<String> command = new ArrayList<>();
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(it -> command.add(it.toString()));
        command.addAll(JavaCommand.ofThisProcess().words());
        command.addAll(List.of("racecar", "consume", arguments.getString("file")));
        command.addAll(arguments.getList("consumer"));
        command.addAll(List.of("--start-report", report.toString()));
        command.addAll(List.of(
                "--start-timeout", arguments.<Duration>get("start_timeout").toMillis() + "ms"));
        for (String option : List.of("pidfile", "log")) {
            @Nullable String value = arguments.getString(option);
            if (value != null) {
                command.addAll(List.of("--" + option, value));
            }
        }
        return command;
    }

    private String awaitStart(Duration startTimeout)
            throws CommandFailedException, UsageException, IOException, InterruptedException {
        long begun = System.nanoTime();
        Duration longest = startTimeout.plus(SLACK);
        Thread abandon = new Thread(process::destroy, "racecar-abandon-start");
        Runtime.getRuntime().addShutdownHook(abandon);
        try {
            Optional<StartReport.Content> content = StartReport.read(report);
            while (content.isEmpty()) {
                boolean ended = process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                content = StartReport.read(report);
                if (ended && content.isEmpty()) {
                    throw new CommandFailedException("The process in the background ended with status "
                            + process.exitValue() + " and said nothing; start it without --daemonize to see why");
                }
                if (System.nanoTime() - begun > longest.toNanos()) {
                    process.destroy();
                    throw new CommandFailedException("The process in the background has said nothing for "
                            + longest.toSeconds() + " s and was told to stop; start it without --daemonize to see what"
                            + " it waits for, or give it a longer --start-timeout");
                }
            }
            if (!content.get().isStarted()) {
                if (process.waitFor(SLACK.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == USAGE) {
                    throw new UsageException(content.get().details());
                }
                throw new CommandFailedException(content.get().details());
            }
            return content.get().details();
        } finally {
            Runtime.getRuntime().removeShutdownHook(abandon);
        }
    }
}
