package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.OutgoingMessage;
import io.racecar.engine.config.Ordering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What handlers and those around them find in the MDC. */
class LoggingContextTest {
    private final List<Map<String, String>> seen = new ArrayList<>();
    private final ScriptedConsumer consumer = new ScriptedConsumer().otherwise((message, context) -> look());
    private final RigPlan plan = new RigPlan(consumer);

    @AfterEach
    void clear() {
        MDC.clear();
    }

    private void look() {
        Map<String, String> now = MDC.getCopyOfContextMap();
        seen.add(now == null ? Map.of() : now);
    }

    private static Map<String, String> context(int partition, long offset, int attempt) {
        return Map.of(
                "consumer", "tested",
                "topic", "t",
                "partition", String.valueOf(partition),
                "offset", String.valueOf(offset),
                "attempt", String.valueOf(attempt));
    }

    @Test
    void aHandlerFindsWhatItHandles() {
        Rig rig = plan.build().append(T0, "a", "b").append(T1, "x").assign(T0, T1);

        rig.run();

        assertThat(seen).containsExactlyInAnyOrder(context(0, 0, 1), context(0, 1, 1), context(1, 0, 1));
    }

    @Test
    void aBatchShowsItsFirstOffset() {
        ScriptedBatches batches = new ScriptedBatches().then((messages, context) -> look());
        batches.then((messages, context) -> look());
        Rig rig = new RigPlan(batches).settings(it -> it.batchSize = 3).build();

        rig.append(T0, "a", "b", "c", "d").assign(T0).run();

        assertThat(seen).containsExactly(context(0, 0, 1), context(0, 3, 1));
    }

    @Test
    void theAttemptGrowsAndIsOneAgainForTheNextMessage() {
        int[] failures = {2};
        consumer.on("a", (message, context) -> {
            look();
            if (failures[0]-- > 0) {
                throw new IllegalStateException("no luck");
            }
        });
        Rig rig = plan.build().append(T0, "a", "b").assign(T0);

        for (int i = 0; i < 3; i++) {
            rig.run();
            rig.pass(Duration.ofSeconds(10));
        }

        assertThat(seen).containsExactly(context(0, 0, 1), context(0, 0, 2), context(0, 0, 3), context(0, 1, 1));
    }

    @Test
    void theErrorHandlerFindsWhatFailed() {
        consumer.failsOn("b", 1);
        plan.errorHandler((error, info) -> look());

        plan.build().append(T0, "a", "b").assign(T0).run();

        assertThat(seen).containsExactly(context(0, 0, 1), context(0, 1, 1));
    }

    @Test
    void theErrorHandlerFindsTheMessageWhoseDeliveryFailed() {
        consumer.on(
                "b",
                (message, context) -> context.produce(OutgoingMessage.to("out").value("b")));
        plan.errorHandler((error, info) -> look());
        Rig rig = plan.build().append(T0, "a", "b", "c").assign(T0);
        rig.run();
        seen.clear();

        rig.outlet.fail("b");
        rig.run();

        assertThat(seen).containsExactly(context(0, 1, 1));
    }

    @Test
    void hooksFindTheConsumer() {
        consumer.inHooks((message, context) -> look());

        plan.build().assign(T0).run();

        assertThat(seen).containsExactly(Map.of("consumer", "tested"));
    }

    @Test
    void aHandlerThatClearsTheMdcClearsItForItselfAlone() {
        consumer.on("a", (message, context) -> MDC.clear());

        plan.build().append(T0, "a", "b").assign(T0).run();

        assertThat(seen).containsExactly(context(0, 1, 1));
    }

    @Test
    void whatAHandlerLeavesInTheMdcIsGoneAfterItsTurn() {
        consumer.on("a", (message, context) -> {
            MDC.put("user", "somebody");
            throw new IllegalStateException("before it could remove that");
        });

        plan.build().append(T0, "a").append(T1, "x").assign(T0, T1).run();

        assertThat(seen).containsExactly(context(1, 0, 1));
    }

    @Test
    void whatHandlersOfKeysLeaveInTheMdcIsGoneAfterManyOfThem() {
        consumer.on("a", (message, context) -> {
            look();
            MDC.put("user", "somebody");
        });
        Rig rig = plan.settings(it -> it.ordering = Ordering.KEY).build();
        for (int i = 0; i <= 1000; i++) {
            rig.kafka.appendWithKey(T0, "k" + i, "a");
        }

        rig.assign(T0).run();

        assertThat(seen).hasSize(1_001).last().isEqualTo(context(0, 1_000, 1));
    }

    @Test
    void turnsOfKeysShowTheirOwnMessages() {
        consumer.on("b", (message, context) -> {
            look();
            if (context.attempt() == 1) {
                throw new IllegalStateException("no luck");
            }
        });
        Rig rig = plan.settings(it -> it.ordering = Ordering.KEY).build();
        rig.kafka.appendWithKey(T0, "k1", "a");
        rig.kafka.appendWithKey(T0, "k2", "b");
        rig.kafka.appendWithKey(T0, "k3", "c");
        rig.kafka.appendWithKey(T1, "k1", "x");
        rig.assign(T0, T1).run();

        rig.pass(Duration.ofSeconds(11));
        rig.run();

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        context(0, 0, 1), context(0, 1, 1), context(0, 2, 1), context(1, 0, 1), context(0, 1, 2));
    }

    @Test
    void turnedOffThereIsNothing() {
        Rig rig = plan.settings(it -> it.loggingContext = false).build();

        rig.append(T0, "a").assign(T0).run();

        assertThat(seen).containsExactly(Map.of());
    }
}
