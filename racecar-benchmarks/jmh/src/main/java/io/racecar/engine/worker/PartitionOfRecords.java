package io.racecar.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.racecar.MessageConsumer;
import io.racecar.Partition;
import io.racecar.engine.worker.Backlog.Amount;
import io.racecar.engine.worker.ManyLanes.LaneChoice;
import io.racecar.engine.worker.OffsetTracker.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The lanes of one partition and its offsets, without Kafka and without other threads: what a poll returned is handed over
 * and handled here and now. Not thread-safe.
 */
final class PartitionOfRecords {
    static final int POLLED = 500;
    private static final int KEYS = 10_000;
    private static final int VALUE_BYTES = 100;

    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final OffsetTracker tracker = new OffsetTracker(new Position(0, Optional.empty()));
    private final Position end = new Position(POLLED, Optional.empty());
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final Lanes<byte[]> lanes;

    PartitionOfRecords(String ordering, MessageConsumer<byte[]> consumer) {
        Random random = new Random(1);
        records = IntStream.range(0, POLLED)
                .mapToObj(offset -> record(offset, random.nextInt(KEYS)))
                .toList();
        Partition partition = new Partition("benchmark", 0);
        LaneSetup<byte[]> setup = setup(consumer);
        lanes = switch (ordering) {
            case "key" -> new ManyLanes<>(partition, setup, new LaneChoice.ByKey());
            case "none" -> new ManyLanes<>(partition, setup, new LaneChoice.Alone(1));
            default -> new OneLane<>(partition, setup);
        };
    }

    /** Lets messages be handled: until then, what is handed over only waits. */
    PartitionOfRecords open() {
        lanes.open();
        return this;
    }

    private static ConsumerRecord<byte[], byte[]> record(int offset, int key) {
        return new ConsumerRecord<>("benchmark", 0, offset, ("k" + key).getBytes(UTF_8), new byte[VALUE_BYTES]);
    }

    private LaneSetup<byte[]> setup(MessageConsumer<byte[]> consumer) {
        Identity identity = new Identity("benchmark", "benchmark", 0);
        LoggingContext log = LoggingContext.of(identity, true);
        Events events = new Events(null);
        PausePolicy pauses = new PausePolicy(Duration.ofSeconds(10), false, null, new Random(1));
        return new LaneSetup<>(
                ConsumerRecord::value,
                new MessageHandler<>(identity, consumer, ConsumerRecord::value, null, log, events, System::nanoTime),
                null,
                Pace.ofMessages(RateLimit.of(OptionalDouble.empty(), 1)),
                new FailurePolicy(identity, (error, info) -> {}, pauses, log, events),
                new DeadLetters(identity, DeadLetterPolicy.NONE, events),
                (message, receipt) -> {
                    throw new IllegalStateException("nothing is produced here");
                },
                Transaction.NONE,
                new Turns(turns),
                new NobodyListens(),
                System::nanoTime);
    }

    /** Hands over what a poll returned, and says how much of the partition waits then. */
    int handOver() {
        for (Chunk chunk : lanes.chunks(records)) {
            tracker.add(chunk, end);
            lanes.add(chunk);
        }
        return lanes.amount().messages();
    }

    /** Handles all that waits, and says what may be committed. */
    long handle() {
        for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
            turn.run();
        }
        return tracker.committable().offset();
    }

    private record Turns(Queue<Runnable> waitingTurns) implements HandlerThreads {
        @Override
        public void execute(Runnable turn) {
            waitingTurns.add(turn);
        }

        @Override
        public void executeFirst(Runnable hook) {
            waitingTurns.add(hook);
        }

        @Override
        public boolean anyWaiting() {
            return !waitingTurns.isEmpty();
        }

        @Override
        public void finish(Runnable last) {
            waitingTurns.add(last);
        }
    }

    private record NobodyListens() implements LaneListener {
        @Override
        public void paused(Lane<?> lane) {}

        @Override
        public void rested(Lanes<?> lanes) {}

        @Override
        public void buffered(Lanes<?> lanes, Amount change, int left) {}

        @Override
        public void fatal(Throwable error) {
            throw new IllegalStateException(error);
        }
    }
}
