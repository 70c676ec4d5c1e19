package io.racecar.benchmarks;

import static io.racecar.benchmarks.Results.SCENARIO;
import static io.racecar.benchmarks.Results.rounds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
    private static final List<ScenarioResult> RESULTS = List.of(
            Results.of(
                    SCENARIO.targets(Target.atLeast("racecar", Metric.RATE, 1, "bare-2000")),
                    rounds(800),
                    rounds(1_000, 900, 1_100),
                    rounds(500),
                    rounds(1_250)),
            new ScenarioResult(SCENARIO, List.of(Results.failed(Contenders.racecar()))));

    @TempDir
    private Path directory;

    @Test
    void jsonHasEachRunAndEachRatio() throws Exception {
        Path file = directory.resolve("results.json");

        JsonReport.write(Document.of(Results.environment(), RESULTS), file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/environment/cores").intValue()).isEqualTo(2);
        JsonNode bare = json.at("/scenarios/0/contenders/1");
        assertThat(bare.at("/name").textValue()).isEqualTo("bare-2000");
        assertThat(bare.at("/settings/max.poll.records").textValue()).isEqualTo("2000");
        assertThat(bare.at("/metrics/RATE/spread/median").doubleValue()).isEqualTo(1_000);
        assertThat(bare.at("/metrics/RATE/runs")).hasSize(3);
        assertThat(json.at("/scenarios/0/contenders/3/ratios/spring-2000").doubleValue())
                .isEqualTo(2.5);
        assertThat(json.at("/scenarios/0/targets/0/state").textValue()).isEqualTo("MET");
        assertThat(json.at("/scenarios/1/contenders/0/failures/0").textValue()).startsWith("ended with status 1");
    }

    @Test
    void theHtmlPageHasTablesAndChartsAndNeedsNothingElse() throws Exception {
        Path file = directory.resolve("results.html");

        HtmlReport.write(Results.environment(), RESULTS, file);

        assertThat(Files.readString(file))
                .contains("nothing &lt;is&gt; done", "A &amp; B")
                .contains("<td>1,000 [900-1,100]</td>")
                .contains("\"labels\":[\"bare-500\",\"bare-2000\",\"spring-2000\",\"racecar\"]")
                .contains("<canvas id=\"chart-0\"", "\"id\":\"chart-0\"")
                .contains("<li class=\"MET\">", "FAILED, ended with status 1")
                .contains("Chart.js v")
                .doesNotContain("<script src");
    }
}
