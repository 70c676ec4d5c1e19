package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.Context;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A context belongs to its handler until that returns; attempt() counts from 1. */
class ContextTest {
    private static final OutgoingMessage OUT = OutgoingMessage.to("out").value("x");
    private final List<Context> kept = new ArrayList<>();
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final Rig rig = Rig.of(consumer);

    private void run() {
        rig.append(T0, "a", "b").assign(T0);
        rig.run();
    }

    private void assertThatIsClosed(Context context) {
        List<ThrowingCallable> calls =
                List.of(() -> context.produce(OUT), context::deliver, context::attempt, context::partition);
        for (ThrowingCallable it : calls) {
            assertThatThrownBy(it)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("handler that has returned");
        }
        assertThat(rig.outlet.outstanding()).isZero();
    }

    @Test
    void itTellsAttemptAndPartition() {
        List<Partition> partitions = new ArrayList<>();
        consumer.on("a", (message, context) -> partitions.add(context.partition()));

        run();

        assertThat(partitions).containsExactly(new Partition("t", 0));
        assertThat(consumer.attempts()).containsExactly(1, 1);
    }

    @Test
    void itIsClosedWhenTheHandlerHasReturned() {
        consumer.on("a", (message, context) -> kept.add(context));

        run();

        assertThatIsClosed(kept.get(0));
    }

    @Test
    void itIsClosedWhenTheHandlerHasReturnedThoughItHasProducedBefore() {
        consumer.on("a", (message, context) -> {
            context.produce(OUT);
            kept.add(context);
        });

        run();
        rig.outlet.acknowledgeAll();

        assertThatIsClosed(kept.get(0));
    }

    @Test
    void itIsClosedWhenTheHandlerHasFailed() {
        consumer.on("a", (message, context) -> {
            kept.add(context);
            throw new IllegalStateException();
        });

        run();

        assertThatIsClosed(kept.get(0));
    }

    @Test
    void deliverReturnsAtOnceWhenNothingIsOutstanding() {
        consumer.on("a", (message, context) -> {
            context.deliver();
            context.produce(OUT);
            rig.outlet.acknowledgeAll();
            context.deliver();
        });

        run();

        assertThat(consumer.handled()).containsExactly("a", "b");
    }

    @Test
    void aFencedHandlerCanNeitherProduceNorDeliver() {
        List<Throwable> thrown = new ArrayList<>();
        consumer.on("a", (message, context) -> {
            rig.assign();
            for (Runnable it : List.<Runnable>of(() -> context.produce(OUT), context::deliver)) {
                try {
                    it.run();
                } catch (IllegalStateException e) {
                    thrown.add(e);
                }
            }
        });

        run();

        assertThat(thrown).hasSize(2).allSatisfy(it -> assertThat(it).hasMessageContaining("t/0 has been taken"));
        assertThat(rig.outlet.outstanding()).isZero();
        assertThat(rig.committed(T0)).isZero();
    }

    @Test
    void anInterruptedDeliverSaysSoAndTheMessageIsHandledAgain() {
        List<Throwable> thrown = new ArrayList<>();
        consumer.on("a", (message, context) -> {
            context.produce(OUT);
            Thread.currentThread().interrupt();
            try {
                context.deliver();
            } catch (RuntimeException e) {
                thrown.add(e);
                consumer.on("a", (again, sameContext) -> {});
                throw e;
            }
        });
        run();
        rig.outlet.acknowledgeAll();

        rig.pass(Duration.ofSeconds(10));
        rig.run();

        assertThat(thrown).hasSize(1).allSatisfy(it -> assertThat(it).hasMessageContaining("Interrupted"));
        assertThat(consumer.handled()).containsExactly("a", "a", "b");
    }
}
