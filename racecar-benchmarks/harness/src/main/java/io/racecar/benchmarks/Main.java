package io.racecar.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The command line program: exit status 2 for a bad command line, 1 if a contender failed, else 0. */
public final class Main {
    private static final int FAILURE = 1;

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new Main(System.out, System.err).run(args));
    }

    int run(String... args) {
        try {
            Options options = new Request(Catalogue.scenarios(), new CommandLine().parse(args)).options();
            if (options.list()) {
                options.scenarios().forEach(this::describe);
                return 0;
            }
            return options.jmh() == null ? measure(options) : measureParts(options, options.jmh());
        } catch (UsageException e) {
            (e.status() == 0 ? out : err).println(e.getMessage());
            return e.status();
        } catch (IOException e) {
            err.println(e.getMessage());
            return FAILURE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILURE;
        }
    }

    private void describe(Scenario scenario) {
        out.println(scenario.heading());
        for (Contender contender : scenario.contenders()) {
            out.println("  " + contender.name() + ": " + contender.settingsText());
        }
    }

    private int measure(Options options) throws IOException, InterruptedException {
        Installation installation = Installation.ofThisJar();
        Environment environment = Environment.of(installation, options);
        out.println(environment.text());
        List<ScenarioResult> results = new ArrayList<>();
        try (Workspace workspace = Workspace.open(installation.logs())) {
            Broker broker = Broker.start(installation, workspace);
            Launcher launcher = new Launcher(installation, workspace, options);
            TextReport report = new TextReport(out);
            for (Scenario scenario : options.scenarios()) {
                ScenarioResult result = new ScenarioRun(scenario, broker, launcher, err).run(options.rounds());
                report.print(result);
                results.add(result);
                write(options, environment, results);
            }
        }
        return results.stream().anyMatch(ScenarioResult::hasFailures) ? FAILURE : 0;
    }

    private static int measureParts(Options options, String pattern) throws IOException, InterruptedException {
        Installation installation = Installation.ofThisJar();
        try (Workspace workspace = Workspace.open(installation.logs())) {
            ProcessBuilder builder = new ProcessBuilder(
                    options.jdk().java(),
                    "-cp",
                    installation.classPath("jmh"),
                    "org.openjdk.jmh.Main",
                    pattern,
                    "-f",
                    Integer.toString(options.rounds()),
                    "-prof",
                    "gc");
            return workspace.start(builder.inheritIO()).waitFor() == 0 ? 0 : FAILURE;
        }
    }

    private static void write(Options options, Environment environment, List<ScenarioResult> results)
            throws IOException {
        if (options.json() != null) {
            JsonReport.write(Document.of(environment, results), options.json());
        }
        if (options.html() != null) {
            HtmlReport.write(environment, results, options.html());
        }
    }
}
