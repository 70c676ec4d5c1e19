package io.racecar.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** Reads the command line. */
final class CommandLine {
    static final int USAGE = 2;

    private final List<Scenario> catalogue;

    CommandLine(List<Scenario> catalogue) {
        this.catalogue = catalogue;
    }

    Options parse(String... args) throws UsageException {
        ArgumentParser parser = parser();
        try {
            Namespace given = parser.parseArgs(args);
            return options(given);
        } catch (HelpScreenException e) {
            throw new UsageException(parser.formatHelp(), 0);
        } catch (ArgumentParserException e) {
            throw new UsageException(e.getMessage() + "; --help says what there is", USAGE);
        }
    }

    private static ArgumentParser parser() {
        ArgumentParser parser = ArgumentParsers.newFor("racecar-benchmarks.jar")
                .singleMetavar(true)
                .terminalWidthDetection(false)
                .build()
                .description(
                        "Measures Racecar beside a bare loop and beside other frameworks, on a broker of its own.");
        parser.addArgument("--scenario")
                .action(Arguments.append())
                .metavar("NAME,...")
                .help("what to run; all unless given");
        parser.addArgument("--peer")
                .action(Arguments.append())
                .metavar("NAME,...")
                .help("who takes part; all unless given");
        parser.addArgument("--records").type(Integer.class).metavar("N").help("instead of each scenario's own number");
        parser.addArgument("--rounds")
                .type(Integer.class)
                .setDefault(3)
                .metavar("N")
                .help("how often each contender runs, in turn with the others (default: 3)");
        parser.addArgument("--timeout")
                .type(Integer.class)
                .setDefault(180)
                .metavar("SECONDS")
                .help("after how long a run has failed (default: 180)");
        parser.addArgument("--java-home")
                .metavar("DIRECTORY")
                .help("the JDK of the contenders (default: the one that runs this)");
        parser.addArgument("--json").metavar("FILE").help("also write all figures");
        parser.addArgument("--html").metavar("FILE").help("also write a page with charts");
        parser.addArgument("--list").action(Arguments.storeTrue()).help("say what there is, and run nothing");
        return parser;
    }

    private Options options(Namespace given) throws UsageException {
        List<Scenario> scenarios = chosen(names(given, "scenario"), names(given, "peer"));
        @Nullable Integer records = given.getInt("records");
        if (records != null) {
            int checked = atLeastOne("--records", records);
            scenarios = scenarios.stream()
                    .map(scenario -> scenario.withRecords(checked))
                    .toList();
        }
        return new Options(
                given.getBoolean("list"),
                scenarios,
                atLeastOne("--rounds", given.getInt("rounds")),
                Duration.ofSeconds(atLeastOne("--timeout", given.getInt("timeout"))),
                javaHome(given.getString("java_home")),
                path(given.getString("json")),
                path(given.getString("html")));
    }

    private List<Scenario> chosen(Set<String> names, Set<String> peers) throws UsageException {
        Set<String> known = catalogue.stream().map(Scenario::name).collect(Collectors.toCollection(LinkedHashSet::new));
        requireKnown("--scenario", names, known);
        requireKnown("--peer", peers, peers());
        List<Scenario> chosen = catalogue.stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .map(scenario -> peers.isEmpty() ? scenario : scenario.withPeers(peers))
                .filter(scenario -> !scenario.contenders().isEmpty())
                .toList();
        if (chosen.isEmpty()) {
            throw new UsageException("none of the peers " + peers + " takes part in " + names + "; see --list", USAGE);
        }
        return chosen;
    }

    private Set<String> peers() {
        return catalogue.stream()
                .flatMap(scenario -> scenario.contenders().stream())
                .map(Contender::peer)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void requireKnown(String option, Collection<String> names, Set<String> known) throws UsageException {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UsageException(
                        option + " must be one of " + String.join(", ", known) + " but was " + name, USAGE);
            }
        }
    }

    private static Set<String> names(Namespace given, String option) {
        @Nullable List<String> values = given.getList(option);
        Set<String> names = new LinkedHashSet<>();
        if (values != null) {
            values.forEach(value -> names.addAll(Arrays.asList(value.split(","))));
        }
        return names;
    }

    private static int atLeastOne(String option, int value) throws UsageException {
        if (value < 1) {
            throw new UsageException(option + " must be 1 or more but was " + value, USAGE);
        }
        return value;
    }

    private static Path javaHome(@Nullable String given) throws UsageException {
        Path home = Path.of(given == null ? System.getProperty("java.home") : given);
        if (!Files.isExecutable(home.resolve("bin").resolve("java"))) {
            throw new UsageException("--java-home must be a directory with bin/java in it but was " + home, USAGE);
        }
        return home;
    }

    private static @Nullable Path path(@Nullable String given) {
        return given == null ? null : Path.of(given);
    }
}
