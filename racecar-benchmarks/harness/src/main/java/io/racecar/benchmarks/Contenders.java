package io.racecar.benchmarks;

import java.util.List;
import java.util.Map;

/** Who takes part: each way to consume with its defaults, and tuned. */
final class Contenders {
    private static final String MAX_POLL_RECORDS = "max.poll.records";

    private Contenders() {}

    /** The loops on one thread: bare, and of Spring Kafka. */
    static List<Contender> loops() {
        return List.of(bare("500"), bare("2000"), tuned("bare"), spring("500"), spring("2000"), tuned("spring"));
    }

    static Contender bare(String maxPollRecords) {
        return new Contender("bare", maxPollRecords, Map.of(MAX_POLL_RECORDS, maxPollRecords));
    }

    /** A member of a share group that accepts what it has polled with its next poll. */
    static Contender bareShare(String maxPollRecords) {
        return new Contender(
                "bare", "share-" + maxPollRecords, Map.of(MAX_POLL_RECORDS, maxPollRecords, "bare.share", "true"));
    }

    /** Has a transaction for each poll. */
    static Contender bareTransactions(String maxPollRecords) {
        return new Contender(
                "bare",
                "transactions-" + maxPollRecords,
                Map.of(
                        MAX_POLL_RECORDS,
                        maxPollRecords,
                        "bare.transactions",
                        "true",
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        "false"));
    }

    static Contender racecarExactlyOnce() {
        return new Contender("racecar", "exactly-once", Map.of("processingGuarantee", "exactly-once"));
    }

    static Contender spring(String maxPollRecords) {
        return new Contender("spring", maxPollRecords, Map.of(MAX_POLL_RECORDS, maxPollRecords));
    }

    /** Gives each poll's records to so many threads, in no order, and polls again when all of them are done. */
    static Contender barePool(int threads) {
        return new Contender(
                "bare", "pool-" + threads, Map.of(MAX_POLL_RECORDS, "2000", "bare.threads", Integer.toString(threads)));
    }

    static Contender springThreads(int threads) {
        return new Contender("spring", threads + "-threads", Map.of("spring.concurrency", Integer.toString(threads)));
    }

    static Contender springAwaitingOutput(String maxPollRecords) {
        return new Contender(
                "spring",
                "awaited-" + maxPollRecords,
                Map.of(MAX_POLL_RECORDS, maxPollRecords, "spring.output", "awaited"));
    }

    static Contender parallelConsumer(String ordering, int maxConcurrency) {
        return new Contender(
                "parallel-consumer",
                ordering + "-" + maxConcurrency,
                Map.of("ordering", ordering, "maxConcurrency", Integer.toString(maxConcurrency)));
    }

    static Contender racecar() {
        return new Contender("racecar", "", Map.of());
    }

    /** Fetches as the tuned clients do, but leaves the socket's buffer to the operating system, and buffers more. */
    static Contender racecarTuned() {
        return new Contender(
                "racecar",
                "tuned",
                Map.of("fetchMinBytes", "262144", "maxBufferedMessages", "100000", "maxBufferedBytes", "268435456"));
    }

    /** Sends metrics to a port where nobody listens. */
    static Contender racecarDatadog() {
        return new Contender("racecar", "datadog", Map.of("datadog.enabled", "true"));
    }

    static Contender racecar(String ordering, int concurrency) {
        return new Contender(
                "racecar",
                ordering + "-" + concurrency,
                Map.of("ordering", ordering, "concurrency", Integer.toString(concurrency)));
    }

    /** A member of a share group, which takes as many messages at once as a partition gives out. */
    static Contender racecarShare(int concurrency) {
        return new Contender(
                "racecar",
                "share-" + concurrency,
                Map.of(
                        "groupProtocol",
                        "share",
                        "fetchMessages",
                        "2000",
                        "deadLetter.onGiveUp",
                        "drop",
                        "concurrency",
                        Integer.toString(concurrency)));
    }

    static Contender racecarVirtual(int concurrency) {
        return new Contender(
                "racecar",
                "virtual-" + concurrency,
                Map.of("ordering", "key", "concurrency", Integer.toString(concurrency), "virtualThreads", "true"));
    }

    /** The Kafka client's settings for throughput. */
    private static Contender tuned(String peer) {
        return new Contender(
                peer,
                "tuned",
                Map.of(
                        MAX_POLL_RECORDS,
                        "2000",
                        "fetch.min.bytes",
                        "262144",
                        "max.partition.fetch.bytes",
                        "4194304",
                        "receive.buffer.bytes",
                        "1048576"));
    }
}
