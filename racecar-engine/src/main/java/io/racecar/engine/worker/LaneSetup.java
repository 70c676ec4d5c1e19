package io.racecar.engine.worker;

import io.racecar.OutgoingMessage;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.produce.Receipt;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the lanes of one worker share.
 *
 * @param handler calls the consumer
 * @param expiry skips what is too old; null if nothing is
 * @param pace how much turns may start at once
 * @param failures decides what a failure costs
 * @param deadLetters takes what fails too often
 * @param outlet where handlers' messages go; waits for room
 * @param transaction what handlings are part of
 * @param threads where turns run
 * @param loop what hears of pauses and of lanes that have come to rest
 * @param nanoTime the monotonic clock
 */
record LaneSetup<V>(
        Decoder<V> decoder,
        SliceHandler handler,
        @Nullable Expiry expiry,
        Pace pace,
        FailurePolicy failures,
        GivingUp deadLetters,
        BiConsumer<OutgoingMessage, Receipt> outlet,
        Transaction transaction,
        HandlerThreads threads,
        LaneListener loop,
        LongSupplier nanoTime) {}
