package io.racecar.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.racecar.benchmarks.probe.ContenderMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one contender once, in a JVM of its own. */
final class Launcher {
    private static final ObjectReader FIGURES = new ObjectMapper().readerFor(Figures.class);

    private final Installation installation;
    private final Workspace workspace;
    private final Options options;

    Launcher(Installation installation, Workspace workspace, Options options) {
        this.installation = installation;
        this.workspace = workspace;
        this.options = options;
    }

    /** Waits for it to end; failing is an outcome, not an exception. */
    Outcome run(String name, Contender contender, List<String> arguments) throws IOException, InterruptedException {
        Path log = workspace.log(name + ".log");
        Path out = workspace.log(name + ".out");
        ProcessBuilder builder = new ProcessBuilder(command(contender, arguments));
        builder.redirectError(log.toFile()).redirectOutput(out.toFile());
        Process process = workspace.start(builder);
        if (!process.waitFor(options.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            return new Outcome.Failed("not done after " + options.timeout().toSeconds() + " s", log);
        }
        if (process.exitValue() != 0) {
            return new Outcome.Failed("ended with status " + process.exitValue(), log);
        }
        return measured(out, log);
    }

    private List<String> command(Contender contender, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                options.jdk().java(),
                "-Xmx1g",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                installation.classPath(contender.peer()),
                ContenderMain.class.getName()));
        command.addAll(arguments);
        command.add("variant=" + contender.variant());
        contender.settings().forEach((name, value) -> command.add("set." + name + "=" + value));
        command.add("launched=" + ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        return command;
    }

    private static Outcome measured(Path out, Path log) throws IOException {
        List<String> reports = Files.readAllLines(out).stream()
                .filter(line -> line.startsWith("{"))
                .toList();
        if (reports.isEmpty()) {
            return new Outcome.Failed("reported nothing", log);
        }
        try {
            return new Outcome.Measured(FIGURES.readValue(reports.get(reports.size() - 1)));
        } catch (JsonProcessingException e) {
            return new Outcome.Failed("reported what cannot be read: " + e.getOriginalMessage(), log);
        }
    }
}
