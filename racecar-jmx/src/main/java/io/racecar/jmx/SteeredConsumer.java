package io.racecar.jmx;

import io.racecar.Partition;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** @param partitions of several workers' answers about a partition that is moving between them, the last */
    private record Snapshot(ConsumerStatus status, Map<Partition, PartitionStatus> partitions, long at, long changes) {
        static Snapshot of(ConsumerStatus status, long at, long changes) {
            Map<Partition, PartitionStatus> partitions = new LinkedHashMap<>();
            status.partitions().forEach(it -> partitions.put(it.partition(), it));
            return new Snapshot(status, partitions, at, changes);
        }
    }

    SteeredConsumer(ConsumerControl control, LongSupplier nanoTime) {
        this.control = control;
        this.nanoTime = nanoTime;
    }

    ConsumerStatus status() {
        return snapshot().status();
    }

    private synchronized Snapshot snapshot() {
        Snapshot known = last;
        long changesNow = changes.get();
        if (known == null || known.changes() != changesNow || nanoTime.getAsLong() - known.at() > FRESH_NANOS) {
            known = Snapshot.of(control.status(), nanoTime.getAsLong(), changesNow);
            last = known;
        }
        return known;
    }

    /** Each once. */
    Collection<PartitionStatus> partitions() {
        return snapshot().partitions().values();
    }

    OptionalDouble maxMessagesPerSecond() {
        return control.maxMessagesPerSecond();
    }

    /** @throws IllegalStateException if it is not assigned to this process */
    PartitionStatus status(Partition partition) {
        Snapshot now = snapshot();
        PartitionStatus found = now.partitions().get(partition);
        if (found == null) {
            throw new IllegalStateException(
                    partition + " is not assigned to " + now.status().name() + " in this process now");
        }
        return found;
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
