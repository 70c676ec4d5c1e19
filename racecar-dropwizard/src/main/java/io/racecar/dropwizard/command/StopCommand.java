package io.racecar.dropwizard.command;

import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code racecar stop}: stops a running process in order, and shows how it does. */
final class StopCommand implements Subcommand {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final String TIMEOUT = "timeout";

    private final Console console;

    StopCommand(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public String summary() {
        return "Stops a running process in order, and waits for its end";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar stop --pid 4711",
                "racecar stop --pidfile tmp/racecar.pid",
                "racecar stop --pid 4711 --timeout 5m");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description(
                "Asks a running process to stop, as SIGTERM does: running handlers are finished, what they produced is"
                        + " delivered, offsets are committed, the groups are left. Shows that, and waits until the process"
                        + " has ended. Asked again, it interrupts handlers. Exit status: 0 when it has ended, 1 when it"
                        + " has not or cannot be asked, 2 for wrong usage.");
        ProcessArguments.addTo(parser);
        parser.addArgument("--timeout")
                .dest(TIMEOUT)
                .metavar("T")
                .type(new DurationArgument())
                .setDefault(Duration.ofMinutes(2))
                .help("how long to wait for its end; default: 2m");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
        ProcessHandle process = ProcessArguments.process(arguments);
        Duration timeout = arguments.get(TIMEOUT);
        try (Watched watched = watch(process, ProcessArguments.isByFile(arguments))) {
            StateChanges changes = new StateChanges(watched.racecars(), console.out());
            long begun = System.nanoTime();
            changes.print();
            ask(process, watched.racecars());
            while (!hasEnded(process)) {
                changes.print();
                if (System.nanoTime() - begun > timeout.toNanos()) {
                    throw new CommandFailedException("process " + process.pid() + " has not ended within "
                            + seconds(timeout.toNanos())
                            + "; it goes on stopping: wait for it, or run this again to interrupt its handlers");
                }
            }
            console.out()
                    .println("Process " + process.pid() + " has ended after " + seconds(System.nanoTime() - begun));
        }
    }

    /** A process as far as it can be looked at: not at all without JMX. */
    private record Watched(@Nullable AttachedProcess process, List<RemoteRacecar> racecars) implements AutoCloseable {
        @Override
        public void close() {
            if (process != null) {
                process.close();
            }
        }
    }

    /** @param certain whether it is Racecar's, whatever it shows */
    private Watched watch(ProcessHandle process, boolean certain) throws CommandFailedException {
        AttachedProcess attached = null;
        try {
            attached = AttachedProcess.attach(process);
            return new Watched(attached, attached.racecars());
        } catch (CommandFailedException e) {
            if (attached != null) {
                attached.close();
            }
            if (!certain) {
                throw e;
            }
            console.out().println("Its consumers are not shown: " + e.getMessage());
            return new Watched(null, List.of());
        }
    }

    private static void ask(ProcessHandle process, List<RemoteRacecar> racecars)
            throws IOException, CommandFailedException {
        if (process.supportsNormalTermination() && process.destroy()) {
            return;
        }
        if (racecars.isEmpty()) {
            throw new CommandFailedException("process " + process.pid()
                    + " cannot be told to stop: this user may not send it a signal; run this as its owner or as root");
        }
        for (RemoteRacecar it : racecars) { // no signals, as on Windows
            it.stop();
        }
    }

    /** Waits a little for it. */
    private static boolean hasEnded(ProcessHandle process) throws InterruptedException, ExecutionException {
        try {
            process.onExit().get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static String seconds(long nanos) {
        return Duration.ofNanos(nanos).toMillis() / 1000.0 + " s";
    }
}
