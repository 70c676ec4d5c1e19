package io.racecar.benchmarks;

import static io.racecar.benchmarks.Results.SCENARIO;
import static io.racecar.benchmarks.Results.rounds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final ScenarioResult RESULT =
            Results.of(SCENARIO, rounds(800), rounds(1_000, 900, 1_100), rounds(500), rounds(1_250, 1_200, 1_300));

    @Test
    void isMetByAMultipleOfAnothersMedian() {
        assertThat(Target.atLeast("racecar", Metric.RATE, 1.25, "bare-2000")
                        .judge(RESULT)
                        .text())
                .isEqualTo("target records/s of racecar >= 1.25 x bare-2000: 1.25 x met");
    }

    @Test
    void isMissedBelowIt() {
        assertThat(Target.atLeast("racecar", Metric.RATE, 2.6, "spring-2000")
                        .judge(RESULT)
                        .text())
                .isEqualTo("target records/s of racecar >= 2.60 x spring-2000: 2.50 x MISSED");
    }

    @Test
    void isMetOrMissedByAConstant() {
        assertThat(Target.atLeast("racecar", Metric.RATE, 1_250).judge(RESULT).text())
                .isEqualTo("target records/s of racecar >= 1,250: 1,250 met");
        assertThat(Target.atLeast("racecar", Metric.RATE, 1_251).judge(RESULT).state())
                .isEqualTo(Verdict.State.MISSED);
    }

    @Test
    void mayBeAnUpperBound() {
        assertThat(Target.atMost("racecar", Metric.RATE, 1.15, "bare-2000")
                        .judge(RESULT)
                        .state())
                .isEqualTo(Verdict.State.MISSED);
        assertThat(Target.atMostMore("racecar", Metric.RATE, "bare-2000", 300)
                        .judge(RESULT)
                        .text())
                .isEqualTo("target records/s of racecar <= bare-2000 + 300: + 250 met");
    }

    @Test
    void isNotMeasuredIfOneOfTheTwoFailedOrDidNotTakePart() {
        ScenarioResult failed = new ScenarioResult(SCENARIO, List.of(Results.failed(Contenders.racecar())));

        assertThat(Target.atLeast("racecar", Metric.RATE, 1).judge(failed).state())
                .isEqualTo(Verdict.State.NOT_MEASURED);
        assertThat(Target.atLeast("racecar", Metric.RATE, 1, "decoy")
                        .judge(RESULT)
                        .text())
                .isEqualTo("target records/s of racecar >= 1.00 x decoy: - not measured");
    }
}
