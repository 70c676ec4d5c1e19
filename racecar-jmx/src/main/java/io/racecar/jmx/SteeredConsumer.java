package io.racecar.jmx;

import io.racecar.Partition;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A consumer as its MBeans see it. Attributes are read one by one, by JConsole and by agents, and each status is a question
 * to the poll threads: so one is kept for a moment, until something is done with the consumer. Only exceptions of the JDK
 * leave it, because a remote client knows no others. Thread-safe.
 */
final class SteeredConsumer {
    private static final long FRESH_NANOS = Duration.ofMillis(250).toNanos();

    private final ConsumerControl control;
    private final LongSupplier nanoTime;
    private final AtomicLong changes = new AtomicLong();
    private @Nullable Snapshot last;

    private record Snapshot(ConsumerStatus status, long at, long changes) {}

    SteeredConsumer(ConsumerControl control, LongSupplier nanoTime) {
        this.control = control;
        this.nanoTime = nanoTime;
    }

    synchronized ConsumerStatus status() {
        Snapshot known = last;
        long changesNow = changes.get();
        if (known == null || known.changes() != changesNow || nanoTime.getAsLong() - known.at() > FRESH_NANOS) {
            known = new Snapshot(control.status(), nanoTime.getAsLong(), changesNow);
            last = known;
        }
        return known.status();
    }

    OptionalDouble maxMessagesPerSecond() {
        return control.maxMessagesPerSecond();
    }

    /** @throws IllegalStateException if it is not assigned to this process */
    PartitionStatus status(Partition partition) {
        return status().partitions().stream()
                .filter(it -> it.partition().equals(partition))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        partition + " is not assigned to " + status().name() + " in this process now"));
    }

    /** Something has changed, so what is known is out of date. Never waits. */
    void changed() {
        changes.incrementAndGet();
    }

    void steer(Consumer<ConsumerControl> operation) {
        try {
            operation.accept(control);
        } catch (IllegalArgumentException e) {
            throw withTrace(new IllegalArgumentException(text(e)), e);
        } catch (RuntimeException e) {
            throw withTrace(new IllegalStateException(text(e)), e);
        } finally {
            changed();
        }
    }

    private static String text(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static RuntimeException withTrace(RuntimeException plain, RuntimeException original) {
        plain.setStackTrace(original.getStackTrace());
        return plain;
    }
}
