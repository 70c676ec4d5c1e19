package io.racecar.engine.worker;

import io.racecar.engine.config.Ordering;
import io.racecar.engine.config.StartAt;
import java.time.Duration;
import java.util.Map;

/** Settings with the documented defaults, for tests that change one or two. */
final class SettingsPlan {
    int concurrency = 1;
    Ordering ordering = Ordering.PARTITION;
    int maxUncommittedSpan = 100_000;
    int batchSize = 1000;
    int maxBufferedMessages = 20_000;
    long maxBufferedBytes = 64 << 20;
    Duration maxPollInterval = Duration.ofMinutes(5);
    Duration commitInterval = Duration.ofSeconds(10);
    boolean synchronousCommits;
    Duration rebalanceTimeout = Duration.ofSeconds(30);
    Duration shutdownTimeout = Duration.ofSeconds(30);
    Duration requestTimeout = Duration.ofSeconds(30);
    long maxBytes = 10 << 20;
    long maxBytesPerPartition = 4 << 20;
    boolean leaveOnStop;
    boolean loggingContext = true;
    StartAt.Fixed startAt;
    Map<String, String> onlyIf = Map.of();

    WorkerSettings build() {
        return new WorkerSettings(
                concurrency,
                false,
                ordering,
                maxUncommittedSpan,
                batchSize,
                maxBufferedMessages,
                maxBufferedBytes,
                maxPollInterval,
                commitInterval,
                synchronousCommits,
                rebalanceTimeout,
                shutdownTimeout,
                requestTimeout,
                maxBytes,
                maxBytesPerPartition,
                leaveOnStop,
                loggingContext,
                startAt,
                onlyIf);
    }
}
