package io.racecar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    @Test
    void namesEachScenarioAndEachContenderInItOnce() {
        assertThat(Catalogue.scenarios()).extracting(Scenario::name).doesNotHaveDuplicates();
        assertThat(Catalogue.scenarios())
                .allSatisfy(scenario -> assertThat(scenario.contenders())
                        .extracting(Contender::name)
                        .doesNotHaveDuplicates());
    }

    @Test
    void setsTargetsForContendersThatTakePartAndMetricsThatAreShown() {
        for (Scenario scenario : Catalogue.scenarios()) {
            List<String> names =
                    scenario.contenders().stream().map(Contender::name).toList();
            assertThat(scenario.targets()).allSatisfy(target -> {
                assertThat(names).contains(target.contender());
                assertThat(scenario.metrics()).contains(target.metric());
                if (target.reference() != null) {
                    assertThat(names).contains(target.reference());
                }
            });
        }
    }

    @Test
    void expectsAllRecordsButThoseOfAPoisonedKey() {
        assertThat(scenario("no-op").withRecords(25_000).expected()).isEqualTo(25_000);
        assertThat(scenario("poison").withRecords(25_000).expected()).isEqualTo(24_997);
    }

    private static Scenario scenario(String name) {
        return Catalogue.scenarios().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
