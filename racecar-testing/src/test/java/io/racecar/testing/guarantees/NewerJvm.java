package io.racecar.testing.guarantees;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The newest JVM on this machine that has virtual threads, for tests whose own JVM has none.
 *
 * @param java its executable
 * @param feature its version, as in "25"
 */
record NewerJvm(Path java, int feature) {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    /** Looks beside the running JVM, where Linux distributions install them, and where variables such as {@code JAVA_HOME_25_X64} point. */
    static Optional<NewerJvm> find() {
        return homes().filter(home -> Files.isExecutable(java(home)))
                .map(home -> new NewerJvm(java(home), feature(home)))
                .filter(jvm -> jvm.feature() >= FIRST_WITH_VIRTUAL_THREADS)
                .max(Comparator.comparing(NewerJvm::feature));
    }

    private static Stream<Path> homes() {
        Stream<Path> named = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
                .map(variable -> Path.of(variable.getValue()));
        Stream<Path> siblings = Stream.of(
                        Path.of(System.getProperty("java.home"))
                                .toAbsolutePath()
                                .getParent(),
                        INSTALLED)
                .filter(Objects::nonNull)
                .distinct()
                .flatMap(NewerJvm::children);
        return Stream.concat(named, siblings);
    }

    private static Stream<Path> children(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    /** 0 if it does not say. */
    private static int feature(Path home) {
        Properties release = new Properties();
        try (var text = Files.newBufferedReader(home.resolve("release"))) {
            release.load(text);
            return Runtime.Version.parse(
                            release.getProperty("JAVA_VERSION", "0").replace("\"", ""))
                    .feature();
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
    }

    /** Runs these tests there and returns what they said, one line per test that succeeded or failed, and how many there were. */
    Output run(Path directory, Class<?>... tests) throws IOException, InterruptedException {
        Path output = directory.resolve("tests-on-java-" + feature + ".log");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                NewerJvm.class.getName(),
                directory.resolve("summary").toString()));
        Stream.of(tests).map(Class::getName).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(Race.LONG.toSeconds() * 3, TimeUnit.SECONDS);
            return new Output(ended ? process.exitValue() : -1, Files.readString(directory.resolve("summary")));
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * How it ended.
     *
     * @param status 0 if all succeeded, -1 if they had no end
     * @param summary how many there were of each kind, and each failure
     */
    record Output(int status, String summary) {}

    /** Runs the classes named after the file that takes the summary. */
    public static void main(String[] args) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        for (String name : List.of(args).subList(1, args.length)) {
            request.selectors(selectClass(name));
        }
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(request.build(), listener);
        TestExecutionSummary summary = listener.getSummary();
        try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.UTF_8))) {
            summary.printTo(writer);
            summary.printFailuresTo(writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.exit(summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0 ? 0 : 1);
    }
}
