package io.racecar.engine.worker;

import io.racecar.Partition;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * What of a worker outlives its clients.
 *
 * @param lanes makes the lane of a new epoch
 * @param fenced handlers of ended epochs that still run, whose partitions wait for them (R1)
 */
record WorkerParts(
        Identity identity,
        WorkerSettings settings,
        Subscription subscription,
        Topics topics,
        PausePolicy pausePolicy,
        FailurePolicy failures,
        OperatorPauses operatorPauses,
        Hooks hooks,
        HandlerThreads threads,
        Doorbell doorbell,
        Events events,
        BiFunction<Partition, LaneListener, Lane<?>> lanes,
        Map<TopicPartition, Lane<?>> fenced,
        WorkerListener listener,
        LongSupplier nanoTime) {}
