package io.racecar.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** Checks what the command line asks for against what there is. */
final class Request {
    private static final int ROUNDS = 3;

    /** Below that there is no second half worth speaking of. */
    private static final int FEWEST_RECORDS = 10;

    private static final int TIMEOUT_SECONDS = 180;

    private final List<Scenario> catalogue;
    private final Namespace given;

    Request(List<Scenario> catalogue, Namespace given) {
        this.catalogue = catalogue;
        this.given = given;
    }

    Options options() throws UsageException {
        Jdk jdk = jdk();
        return new Options(
                given.getBoolean("list"),
                given.getString("jmh"),
                scenarios(jdk),
                number("rounds", 1, ROUNDS),
                Duration.ofSeconds(number("timeout", 1, TIMEOUT_SECONDS)),
                jdk,
                file("json"),
                file("html"));
    }

    private List<Scenario> scenarios(Jdk jdk) throws UsageException {
        Set<String> names = known("scenario", catalogue.stream().map(Scenario::name));
        Set<String> peers = known(
                "peer",
                catalogue.stream()
                        .flatMap(scenario -> scenario.contenders().stream())
                        .map(Contender::peer));
        int records = number("records", FEWEST_RECORDS, 0);
        List<Scenario> chosen = catalogue.stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .filter(scenario -> jdk.hasVirtualThreads() || !scenario.needsVirtualThreads())
                .map(scenario -> peers.isEmpty() ? scenario : scenario.withPeers(peers))
                .filter(scenario -> !scenario.contenders().isEmpty())
                .map(scenario -> records == 0 ? scenario : scenario.withRecords(records))
                .toList();
        if (chosen.isEmpty()) {
            throw UsageException.of("--scenario " + names + " leaves nothing to run with --peer " + peers + " on JDK "
                    + jdk.version().feature());
        }
        return chosen;
    }

    private Set<String> known(String option, Stream<String> all) throws UsageException {
        Set<String> known = all.collect(Collectors.toCollection(LinkedHashSet::new));
        @Nullable List<String> values = given.getList(option);
        Set<String> names = new LinkedHashSet<>();
        if (values != null) {
            values.forEach(value -> names.addAll(Arrays.asList(value.split(","))));
        }
        for (String name : names) {
            if (!known.contains(name)) {
                throw UsageException.of(
                        "--" + option + " must be one of " + String.join(", ", known) + " but was " + name);
            }
        }
        return names;
    }

    private int number(String option, int least, int otherwise) throws UsageException {
        @Nullable Integer value = given.getInt(option);
        if (value == null) {
            return otherwise;
        }
        if (value < least) {
            throw UsageException.of("--" + option + " must be " + least + " or more but was " + value);
        }
        return value;
    }

    private Jdk jdk() throws UsageException {
        @Nullable String home = given.getString("java_home");
        try {
            return home == null ? Jdk.running() : Jdk.at(Path.of(home));
        } catch (IOException e) {
            throw UsageException.of("--java-home must be the directory of a JDK: " + e.getMessage());
        }
    }

    /** Found out before the run, which may take an hour. */
    private @Nullable Path file(String option) throws UsageException {
        @Nullable String name = given.getString(option);
        if (name == null) {
            return null;
        }
        Path file = Path.of(name).toAbsolutePath();
        if (Files.isDirectory(file) || !Files.isWritable(file.resolveSibling(""))) {
            throw UsageException.of(
                    "--" + option + " must be a file in a directory that can be written but was " + file);
        }
        return file;
    }
}
