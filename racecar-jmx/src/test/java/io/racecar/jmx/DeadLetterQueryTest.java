package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.engine.deadletters.DeadLetterFilter;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterQueryTest {
    private static final DeadLetterFilter ALL = DeadLetterFilter.ALL.ofConsumer("orders");

    @Test
    void withoutTermsItIsAllOfTheConsumer() {
        assertThat(DeadLetterQuery.of("orders", " ")).isEqualTo(ALL);
    }

    @Test
    void eachTermIsAFilterAndTheKeyTakesTheRest() {
        DeadLetterFilter filter = DeadLetterQuery.of(
                "orders",
                "partition=3 topic=eu.orders  exception=com.example.NoStockException until=2026-11-22T14:00:00+01:00"
                        + " since=2026-11-22T12:00:00Z key=customer 7, topic=x");

        assertThat(filter)
                .isEqualTo(ALL.fromPartition(3)
                        .fromTopic("eu.orders")
                        .diedOf("com.example.NoStockException")
                        .between(Instant.parse("2026-11-22T12:00:00Z"), Instant.parse("2026-11-22T13:00:00Z"))
                        .ofKey("customer 7, topic=x"));
        assertThat(DeadLetterQuery.of("orders", "key=")).isEqualTo(ALL.ofKey(""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orders                  | "orders", which is not understood. Which: empty for all
            consumer=others         | "consumer=others", which is not understood
            topic=a topic=b         | "topic=b", which is not understood
            topic= partition=3      | "topic= partition=3", which is not understood
            partition=-3            | partition must be a whole number from 0 on but was -3
            partition=12345678901   | partition must be a whole number from 0 on but was 12345678901
            since=yesterday         | since must be a time such as 2026-11-22T12:00:00Z or
            """)
    void whatIsNotUnderstoodIsRefused(String text, String reason) {
        assertThatThrownBy(() -> DeadLetterQuery.of("orders", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
