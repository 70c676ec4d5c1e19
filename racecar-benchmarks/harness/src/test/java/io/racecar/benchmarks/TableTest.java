package io.racecar.benchmarks;

import static io.racecar.benchmarks.Results.SCENARIO;
import static io.racecar.benchmarks.Results.rounds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void comparesEachWithTheBareLoopAndRacecarWithEach() {
        Table table = Table.of(
                Results.of(SCENARIO, rounds(800), rounds(1_000, 900, 1_100), rounds(500), rounds(1_250, 1_200, 1_300)));

        assertThat(table.header()).containsExactly("contender", "records/s", "CPU s/M", "x bare-2000", "racecar x");
        assertThat(table.rows())
                .containsExactly(
                        List.of("bare-500", "800", "1000.00", "0.80", "1.56"),
                        List.of("bare-2000", "1,000 [900-1,100]", "1000.00", "1.00", "1.25"),
                        List.of("spring-2000", "500", "1000.00", "0.50", "2.50"),
                        List.of("racecar", "1,250 [1,200-1,300]", "1000.00", "1.25", "1.00"));
    }

    @Test
    void leavesOutWhatItHasNothingToCompareWith() {
        Scenario alone = SCENARIO.of(List.of(Contenders.spring("2000")));

        assertThat(Table.of(Results.of(alone, rounds(500))).header())
                .containsExactly("contender", "records/s", "CPU s/M");
    }

    @Test
    void showsFailuresAsSuch() {
        ScenarioResult failed = new ScenarioResult(SCENARIO, List.of(Results.failed(Contenders.racecar())));

        assertThat(Table.of(failed).rows()).containsExactly(List.of("racecar", "-", "-", "-"));
        assertThat(failed.hasFailures()).isTrue();
        assertThat(printed(failed)).contains("racecar: defaults", "FAILED, ended with status 1; see", "it.log");
    }

    @Test
    void isPrintedWithSettingsAndTargets() {
        Scenario scenario = SCENARIO.targets(Target.atLeast("racecar", Metric.RATE, 1, "bare-2000"));

        assertThat(printed(Results.of(scenario, rounds(800), rounds(1_000), rounds(500), rounds(1_250))))
                .contains("no-op: nothing <is> done; 1,000 records, 4 partitions")
                .contains("  contender    records/s  CPU s/M  x bare-2000  racecar x")
                .contains("  bare-2000        1,000  1000.00         1.00       1.25")
                .contains("  bare-2000: max.poll.records=2000")
                .contains("  target records/s of racecar >= 1.00 x bare-2000: 1.25 x met");
    }

    private static String printed(ScenarioResult result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TextReport(new PrintStream(bytes, true, StandardCharsets.UTF_8)).print(result);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
