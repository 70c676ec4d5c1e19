package io.racecar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SmallestRunIT {
    private static final Path JAR = Path.of("..", "target", "racecar-benchmarks.jar");

    @TempDir
    private Path directory;

    @Test
    void theJarMeasuresAndLeavesNothingBehind() throws Exception {
        Path json = directory.resolve("results.json");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));

        int status = run(
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                JAR.toString(),
                "--scenario",
                "no-op",
                "--peer",
                "bare",
                "--records",
                "20000",
                "--rounds",
                "1",
                "--json",
                json.toString());

        assertThat(output()).contains("bare-tuned");
        assertThat(status).isZero();
        JsonNode figures = new ObjectMapper().readTree(json.toFile()).at("/scenarios/0/contenders/0/metrics");
        assertThat(figures.at("/RATE/spread/median").doubleValue()).isPositive();
        assertThat(figures.at("/ALLOCATED/spread/median").doubleValue()).isPositive();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aBadCommandLineEndsWithOneLineAndStatusTwo() throws Exception {
        int status = run("-jar", JAR.toString(), "--scenario", "fast");

        assertThat(status).isEqualTo(2);
        assertThat(output()).startsWith("--scenario must be one of").hasLineCount(1);
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Jdk.running().java()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        return builder.redirectOutput(directory.resolve("output").toFile())
                .start()
                .waitFor();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }
}
