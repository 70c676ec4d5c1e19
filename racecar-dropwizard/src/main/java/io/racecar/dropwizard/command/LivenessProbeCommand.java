package io.racecar.dropwizard.command;

import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.Duration;
import io.racecar.engine.process.LivenessFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code racecar liveness-probe}: whether a running process does its work, by its exit status. */
final class LivenessProbeCommand implements Subcommand {
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
        return List.of("racecar liveness-probe --pid 1", "racecar liveness-probe --pidfile tmp/racecar.pid");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description("Tells whether a running process does its work: whether it has touched its liveness file"
                + " (livenessProbe.filePath) no longer than livenessProbe.maxInterval ago. Exit status: 0 when it has, 1"
                + " when it has not or cannot be asked, 2 for wrong usage.");
        ProcessArguments.addTo(parser);
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws CommandFailedException, IOException {
        try (AttachedProcess process = AttachedProcess.attach(ProcessArguments.process(arguments))) {
            for (RemoteRacecar it : process.racecars()) {
                probe(process, it);
            }
            console.out().println("process " + process.pid() + " is alive");
        }
    }

    private static void probe(AttachedProcess process, RemoteRacecar racecar)
            throws CommandFailedException, IOException {
        if (!racecar.setting("livenessProbe.enabled").equals("true")) {
            throw new CommandFailedException("livenessProbe.enabled must be true for this but is false in process "
                    + process.pid() + "; set it and start the process again");
        }
        Path file = process.workingDirectory().resolve(racecar.setting("livenessProbe.filePath"));
        Duration limit = Duration.parse(racecar.setting("livenessProbe.maxInterval"));
        Optional<String> problem = LivenessFile.problem(file, limit.toJavaDuration());
        if (problem.isPresent()) {
            throw new CommandFailedException(problem.get());
        }
    }
}
