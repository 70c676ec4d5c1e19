package io.racecar.dropwizard.command;

import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.util.List;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code racecar config}: prints the settings that a running process works with. */
final class ConfigCommand implements Subcommand {
    private final Console console;

    ConfigCommand(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "config";
    }

    @Override
    public String summary() {
        return "Prints the settings of a running process, without secrets";
    }

    @Override
    public List<String> examples() {
        return List.of("racecar config --pid 4711", "racecar config --pidfile tmp/racecar.pid");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description(
                "Prints the settings that a running process works with, as YAML and without secrets; comments say"
                        + " which come from the file, the environment, the command line or code. Exit status: 0 when they"
                        + " are printed, 1 when the process cannot be asked, 2 for wrong usage.");
        ProcessArguments.addTo(parser);
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws CommandFailedException, IOException {
        try (AttachedProcess process = AttachedProcess.attach(ProcessArguments.process(arguments))) {
            List<RemoteRacecar> racecars = process.racecars();
            for (RemoteRacecar it : racecars) {
                if (racecars.size() > 1) {
                    console.out().println("--- # " + it.domain());
                }
                console.out().print(it.configuration());
            }
            console.out().flush();
        }
    }
}
