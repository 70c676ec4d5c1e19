package io.racecar.dropwizard.command;

import io.dropwizard.core.setup.Bootstrap;
import io.racecar.engine.process.LivenessFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * {@code racecar liveness-probe}: whether a running process does its work, by its exit status. With the file alone it asks
 * nobody, so that it works without JMX and for processes of other containers and users.
 */
final class LivenessProbeCommand implements Subcommand {
    private static final String FILE = "file";
    private static final String MAX_INTERVAL = "max_interval";

    /** The default of livenessProbe.maxInterval. */
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    private final Console console;

    LivenessProbeCommand(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "liveness-probe";
    }

    @Override
    public String summary() {
        return "Tells whether a running process does its work";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar liveness-probe --file tmp/racecar-liveness --max-interval 10s",
                "racecar liveness-probe --pidfile tmp/racecar.pid",
                "racecar liveness-probe --pid 1");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description("Tells whether a running process does its work: whether it has touched its liveness file"
                + " (livenessProbe.filePath) no longer than livenessProbe.maxInterval ago. With --file it looks at that"
                + " file and nothing else; otherwise it asks the process for both settings. Exit status: 0 when it has, 1"
                + " when it has not or cannot be asked, 2 for wrong usage.");
        ProcessArguments.addTo(parser)
                .addArgument("--file")
                .dest(FILE)
                .metavar("FILE")
                .help("the liveness file itself (livenessProbe.filePath), which needs no answer of the process");
        parser.addArgument("--max-interval")
                .dest(MAX_INTERVAL)
                .metavar("T")
                .type(new DurationArgument())
                .help("how old that file may be (livenessProbe.maxInterval); with --file only; default: 5s");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments)
            throws CommandFailedException, UsageException, IOException {
        @Nullable String file = arguments.getString(FILE);
        @Nullable Duration maxInterval = arguments.get(MAX_INTERVAL);
        if (file != null) {
            probe(Path.of(file), maxInterval == null ? DEFAULT_INTERVAL : maxInterval);
            console.out().println("liveness file " + file + " has been touched of late");
        } else if (maxInterval != null) {
            throw new UsageException("--max-interval goes with --file; a process that is asked tells its own");
        } else {
            ask(ProcessArguments.process(arguments));
        }
    }

    private void ask(ProcessHandle handle) throws CommandFailedException, IOException {
        try (AttachedProcess process = AttachedProcess.attach(handle)) {
            for (RemoteRacecar it : process.racecars()) {
                if (!it.setting("livenessProbe.enabled").equals("true")) {
                    throw new CommandFailedException(
                            "livenessProbe.enabled must be true for this but is false in process " + process.pid()
                                    + "; set it and start the process again");
                }
                probe(
                        process.workingDirectory().resolve(it.setting("livenessProbe.filePath")),
                        io.dropwizard.util.Duration.parse(it.setting("livenessProbe.maxInterval"))
                                .toJavaDuration());
            }
            console.out().println("process " + process.pid() + " is alive");
        }
    }

    private static void probe(Path file, Duration maxInterval) throws CommandFailedException {
        Optional<String> problem = LivenessFile.problem(file, maxInterval);
        if (problem.isPresent()) {
            throw new CommandFailedException(problem.get());
        }
    }
}
