package io.racecar.engine.worker;

import io.racecar.engine.config.Ordering;
import io.racecar.engine.config.StartAt;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker needs of the configuration.
 *
 * @param concurrency handlers at once (L5)
 * @param virtualThreads whether those are virtual threads
 * @param ordering what the lanes are
 * @param maxUncommittedSpan how many messages a partition may run ahead of its lowest unfinished one
 * @param batchSize the largest batch
 * @param maxBufferedMessages what waits for handling at most (L3)
 * @param maxBufferedBytes as messages, keys and values together
 * @param maxPollInterval a handler that runs longer is stuck (L4)
 * @param commitInterval between commits (O1)
 * @param synchronousCommits whether those block the poll thread
 * @param rebalanceTimeout what a revocation waits for handlers (R1)
 * @param shutdownTimeout what a stop may take (S1)
 * @param requestTimeout of look-ups and commits that block
 * @param maxBytes what one poll may bring
 * @param maxBytesPerPartition what the client may hold of each partition beside that
 * @param leaveOnStop whether a static member gives its partitions up when it stops
 * @param loggingContext whether handlers find in the MDC what they handle
 * @param startAt where a group without offsets starts (O5); null: as the subscription says
 * @param onlyIf headers and their values, without all of which a message is not handled
 */
public record WorkerSettings(
        int concurrency,
        boolean virtualThreads,
        Ordering ordering,
        int maxUncommittedSpan,
        int batchSize,
        int maxBufferedMessages,
        long maxBufferedBytes,
        Duration maxPollInterval,
        Duration commitInterval,
        boolean synchronousCommits,
        Duration rebalanceTimeout,
        Duration shutdownTimeout,
        Duration requestTimeout,
        long maxBytes,
        long maxBytesPerPartition,
        boolean leaveOnStop,
        boolean loggingContext,
        StartAt.@Nullable Fixed startAt,
        Map<String, String> onlyIf) {}
