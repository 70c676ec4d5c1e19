package io.racecar.dropwizard.command;

import io.racecar.engine.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.MutuallyExclusiveGroup;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** The arguments that say which process is meant. */
final class ProcessArguments {
    private static final String PID = "pid";
    private static final String PIDFILE = "pidfile";

    /** Start times are reckoned from the boot time, which is known to the second. */
    private static final Duration CLOCK_ERROR = Duration.ofSeconds(2);

    private ProcessArguments() {}

    /** Returns what excludes one another, for more ways to say what is meant. */
    static MutuallyExclusiveGroup addTo(ArgumentParser parser) {
        MutuallyExclusiveGroup process =
                parser.addMutuallyExclusiveGroup("process").required(true);
        process.addArgument("--pid")
                .metavar("N")
                .type(Long.class)
                .choices(Arguments.range(1L, Long.MAX_VALUE))
                .help("the id of the process");
        process.addArgument("--pidfile").metavar("FILE").help("the file that the process has left its id in (pidfile)");
        return process;
    }

    /** Whether the process is certain to be Racecar's: it has left its id itself. */
    static boolean isByFile(Namespace arguments) {
        return arguments.getString(PIDFILE) != null;
    }

    /**
     * Finds the process.
     *
     * @throws CommandFailedException if there is none
     */
    static ProcessHandle process(Namespace arguments) throws CommandFailedException {
        @Nullable Long pid = arguments.getLong(PID);
        if (pid != null) {
            return find(pid, "there is no process " + pid);
        }
        Path file = Path.of(arguments.getString(PIDFILE));
        try {
            return ofFile(file);
        } catch (IOException e) {
            throw new CommandFailedException("pidfile " + file + " cannot be read: " + e);
        }
    }

    private static ProcessHandle ofFile(Path file) throws CommandFailedException, IOException {
        if (!Files.exists(file)) {
            throw new CommandFailedException(
                    "pidfile " + file + " does not exist: the process has not started, or has stopped");
        }
        OptionalLong pid = PidFile.read(file);
        if (pid.isEmpty()) {
            throw new CommandFailedException("pidfile " + file + " holds something other than a process id");
        }
        ProcessHandle found =
                find(pid.getAsLong(), "pidfile " + file + " is stale: there is no process " + pid.getAsLong());
        Instant written = Files.getLastModifiedTime(file).toInstant();
        if (found.info()
                .startInstant()
                .filter(it -> it.isAfter(written.plus(CLOCK_ERROR)))
                .isPresent()) {
            throw new CommandFailedException("pidfile " + file + " is stale: process " + found.pid()
                    + " has started after it was written, so it is another one");
        }
        return found;
    }

    private static ProcessHandle find(long pid, String absent) throws CommandFailedException {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .orElseThrow(() -> new CommandFailedException(absent));
    }
}
