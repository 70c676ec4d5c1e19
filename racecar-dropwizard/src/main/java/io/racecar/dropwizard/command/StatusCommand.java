package io.racecar.dropwizard.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code racecar status}: what the consumers of a running process do. */
final class StatusCommand implements Subcommand {
    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String summary() {
        return "Shows what the consumers of a running process do";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar status --pid 4711",
                "racecar status --pidfile tmp/racecar.pid",
                "racecar status --pidfile tmp/racecar.pid --json");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description(
                "Shows the state, the counts and the lag of each consumer of a running process, and its partitions. -1"
                        + " stands for what is not known yet. Exit status: 0 when it is shown, whatever the consumers do,"
                        + " 1 when the process cannot be asked, 2 for wrong usage.");
        ProcessArguments.addTo(parser);
        parser.addArgument("--json").action(Arguments.storeTrue()).help("print JSON, not tables");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws CommandFailedException, IOException {
        try (AttachedProcess process = AttachedProcess.attach(ProcessArguments.process(arguments))) {
            List<Map<String, @Nullable Object>> applications = new ArrayList<>();
            for (RemoteRacecar it : process.racecars()) {
                applications.add(it.status());
            }
            if (arguments.getBoolean("json")) {
                print(json(process.pid(), applications));
            } else {
                applications.forEach(
                        it -> new StatusReport(process.pid(), it).lines().forEach(this::print));
            }
        }
    }

    private static String json(long pid, List<Map<String, @Nullable Object>> applications) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("pid", pid);
        root.put("applications", applications);
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private void print(String line) {
        console.out().println(line);
    }
}
