package io.racecar.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private final Distribution distribution = new Distribution();

    private record Group(double mean, long count) {}

    private List<Group> drain() {
        List<Group> groups = new ArrayList<>();
        distribution.drain((mean, count) -> groups.add(new Group(mean, count)));
        return groups;
    }

    @Test
    void smallValuesStayApart() {
        for (long value = 0; value < 32; value++) {
            distribution.record(value);
        }

        assertThat(drain()).hasSize(32).extracting(Group::count).containsOnly(1L);
    }

    @Test
    void similarValuesAreOneGroupWithTheirMean() {
        distribution.record(1_000_000);
        distribution.record(1_000_001);
        distribution.record(1_000_003);

        assertThat(drain()).singleElement().satisfies(it -> {
            assertThat(it.count()).isEqualTo(3);
            assertThat(it.mean()).isEqualTo(3_000_004 / 3.0);
        });
    }

    @Test
    void aGroupIsNeverWiderThanASixteenth() {
        Random random = new Random(17);
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >>> random.nextInt(1, 64);
            distribution.record(value);
            distribution.record(value + value / 16 + 1);

            assertThat(drain())
                    .as("%s and a little more than a sixteenth more", value)
                    .hasSize(2);
        }
    }

    @Test
    void groupsComeInTheirOrder() {
        Random random = new Random(17);
        for (int i = 0; i < 1000; i++) {
            distribution.record(random.nextLong() >>> random.nextInt(1, 64));
        }

        assertThat(drain()).extracting(Group::mean).isSorted();
    }

    @Test
    void theSmallestAndTheLargestHaveTheirPlace() {
        distribution.record(-1);
        distribution.record(Long.MAX_VALUE);

        assertThat(drain()).containsExactly(new Group(0, 1), new Group(Long.MAX_VALUE, 1));
    }

    @Test
    void whatHasBeenHandedOutIsGone() {
        distribution.record(7);

        assertThat(drain()).hasSize(1);
        assertThat(drain()).isEmpty();
    }
}
