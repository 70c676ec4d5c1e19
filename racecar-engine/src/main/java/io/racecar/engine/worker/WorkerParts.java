package io.racecar.engine.worker;

import io.racecar.Partition;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What of a worker outlives its clients.
 *
 * @param lanes makes the lanes of a new epoch
 * @param clusterId of the cluster that the worker talks to, once it has
 * @param transacting what it needs to work in transactions; null where each message is finished by itself
 * @param transaction what handlings are part of
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
        BiFunction<Partition, LaneListener, Lanes<?>> lanes,
        @Nullable Transacting transacting,
        Transaction transaction,
        Map<TopicPartition, Lanes<?>> fenced,
        DeadLetters deadLetters,
        Supplier<@Nullable String> clusterId,
        WorkerListener listener,
        LongSupplier nanoTime) {}
