package io.racecar.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where and with what was measured.
 *
 * @param time when it was asked for
 * @param system name and version of the operating system
 * @param processor its model, as far as the system says
 * @param cores how many processors the JVM sees
 * @param memoryBytes of the machine
 * @param jdk of the contenders
 * @param rounds how often each ran
 * @param libraries name and version, by peer
 */
record Environment(
        String time,
        String system,
        String processor,
        int cores,
        long memoryBytes,
        String jdk,
        int rounds,
        Map<String, List<String>> libraries) {
    private static final List<String> TELLING =
            List.of("kafka-clients-", "kafka-server-4", "racecar-engine-", "spring-kafka-", "parallel-consumer-core-");

    static Environment of(Installation installation, Options options) throws IOException {
        com.sun.management.OperatingSystemMXBean machine =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                machine.getTotalMemorySize(),
                options.jdk().version().toString(),
                options.rounds(),
                libraries(installation, options.scenarios()));
    }

    String text() {
        StringBuilder text =
                new StringBuilder(time + ", " + cores + " x " + processor + ", " + memoryBytes / 1_000_000_000 + " GB, "
                        + system + ", contenders on JDK " + jdk + " with -Xmx1g, " + rounds + " rounds");
        libraries.forEach(
                (peer, jars) -> text.append("\n  ").append(peer).append(": ").append(String.join(", ", jars)));
        return text.toString();
    }

    private static String processorModel() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(cpuinfo).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static Map<String, List<String>> libraries(Installation installation, List<Scenario> scenarios)
            throws IOException {
        Set<String> peers = new LinkedHashSet<>(List.of("broker"));
        scenarios.forEach(scenario -> scenario.contenders().forEach(contender -> peers.add(contender.peer())));
        Map<String, List<String>> libraries = new LinkedHashMap<>();
        for (String peer : peers) {
            libraries.put(
                    peer,
                    installation.jars(peer).stream()
                            .filter(jar -> TELLING.stream().anyMatch(jar::startsWith))
                            .toList());
        }
        return libraries;
    }
}
