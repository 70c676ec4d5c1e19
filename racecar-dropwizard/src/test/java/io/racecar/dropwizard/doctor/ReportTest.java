package io.racecar.dropwizard.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void itIsAsBadAsItsWorstFinding() {
        assertThat(new Report(List.of()).level()).isEqualTo(Level.OK);
        assertThat(new Report(List.of(Finding.ok("a"), Finding.fail("b", "c"), Finding.warn("d", "e"))).level())
                .isEqualTo(Level.FAIL);
    }

    @Test
    void theTableBreaksLongTextsBetweenWords() {
        Report report = new Report(
                List.of(Finding.ok("fine"), Finding.fail("word ".repeat(20).strip(), "do it")));

        assertThat(report.table())
                .containsExactly(
                        "      WHAT                                                          WHAT TO DO",
                        "ok    fine",
                        "fail  word word word word word word word word word word word word   do it",
                        "      word word word word word word word word");
    }

    @Test
    void jsonHoldsEverything() {
        assertThat(new Report(List.of(Finding.warn("a \"quoted\" topic", "rename it"))).json())
                .isEqualToIgnoringWhitespace("""
                        {"level": "warn", "findings": [
                          {"level": "warn", "what": "a \\"quoted\\" topic", "toDo": "rename it"}]}
                        """);
    }
}
