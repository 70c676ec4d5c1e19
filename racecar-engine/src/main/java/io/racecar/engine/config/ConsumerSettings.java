package io.racecar.engine.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The settings of one consumer: its own, and where it has none those for all. Immutable and thread-safe; durations are in
 * whole milliseconds.
 */
public final class ConsumerSettings {
    /** The {@link #pauseTimeout()} of a lane that pauses until it is resumed; negative. */
    public static final Duration UNTIL_RESUMED = Duration.ofSeconds(-1);

    /** The lowest {@link #maxMessagesPerSecond()}. */
    public static final double LEAST_MESSAGES_PER_SECOND = 0.01;

    /** The highest {@link #maxMessagesPerSecond()}. */
    public static final double GREATEST_MESSAGES_PER_SECOND = 10_000_000;

    private final String name;
    private final Values values;

    ConsumerSettings(String name, Values values) {
        this.name = name;
        this.values = values;
    }

    /** The consumer's name. */
    public String name() {
        return name;
    }

    /** The consumer group: as set, or the prefix and the consumer's name. */
    public String groupId() {
        return values.find(ConsumerKeys.GROUP_ID)
                .orElseGet(() -> values.find(ProcessKeys.GROUP_ID_PREFIX).orElse("") + name);
    }

    /** How partitions are assigned. */
    public GroupProtocol groupProtocol() {
        return values.get(ConsumerKeys.GROUP_PROTOCOL);
    }

    /** What static members are named by, before {@code -<consumer>-<worker>}; empty for dynamic members. */
    public Optional<String> groupInstanceId() {
        return values.find(ConsumerKeys.GROUP_INSTANCE_ID);
    }

    /** Whether static members leave their group when they stop. */
    public boolean leaveOnStop() {
        return values.get(ConsumerKeys.LEAVE_ON_STOP);
    }

    /** New names by the names of topics that the consumer's class subscribes to. */
    public Map<String, String> topics() {
        return values.map(ConsumerKeys.TOPICS);
    }

    /** The class of a Kafka deserializer for values; empty where they are decoded for the consumer's type. */
    public Optional<String> valueDeserializer() {
        return values.find(ConsumerKeys.VALUE_DESERIALIZER);
    }

    /** What the {@link #valueDeserializer()} is configured with. May hold secrets. */
    public Map<String, String> valueDeserializerProperties() {
        return values.map(ConsumerKeys.VALUE_DESERIALIZER_PROPERTIES);
    }

    /** How often finished offsets are committed. */
    public Duration offsetCommitInterval() {
        return values.get(ConsumerKeys.OFFSET_COMMIT_INTERVAL);
    }

    /** Whether polling waits for each periodic commit. */
    public boolean synchronousCommits() {
        return values.get(ConsumerKeys.SYNCHRONOUS_COMMITS);
    }

    /** After how long without a heartbeat a member is removed; with the classic protocol. */
    public Duration sessionTimeout() {
        return values.get(ConsumerKeys.SESSION_TIMEOUT);
    }

    /** How often heartbeats are sent; below {@link #sessionTimeout()}; with the classic protocol. */
    public Duration heartbeatInterval() {
        return values.get(ConsumerKeys.HEARTBEAT_INTERVAL);
    }

    /** Short or class names of assignors, the preferred one first; with the classic protocol. */
    public List<String> partitionAssignmentStrategy() {
        return values.get(ConsumerKeys.PARTITION_ASSIGNMENT_STRATEGY);
    }

    /** How long a handler may run before it is stuck. */
    public Duration maxPollInterval() {
        return values.get(ConsumerKeys.MAX_POLL_INTERVAL);
    }

    /** How long running handlers may go on when their partition is revoked; below {@link #maxPollInterval()}. */
    public Duration rebalanceTimeout() {
        return values.get(ConsumerKeys.REBALANCE_TIMEOUT);
    }

    /** How long stopping may take; below {@link #maxPollInterval()}. */
    public Duration shutdownTimeout() {
        return values.get(ConsumerKeys.SHUTDOWN_TIMEOUT);
    }

    /** The pause after a failure; zero stops the consumer, {@link #UNTIL_RESUMED} never ends by itself. */
    public Duration pauseTimeout() {
        return values.get(ConsumerKeys.PAUSE_TIMEOUT);
    }

    /** Whether the pause doubles with each consecutive failure. */
    public boolean pauseWithExponentialBackoff() {
        return values.get(ConsumerKeys.PAUSE_WITH_EXPONENTIAL_BACKOFF);
    }

    /** The longest pause with backoff; empty where it may grow without end. */
    public Optional<Duration> maxPauseTimeout() {
        return values.find(ConsumerKeys.MAX_PAUSE_TIMEOUT).filter(longest -> pauseWithExponentialBackoff());
    }

    /** How many members of the group this process runs; at least 1. */
    public int parallelWorkers() {
        return values.get(ConsumerKeys.PARALLEL_WORKERS);
    }

    /** How many handlers run at once per worker; at least 1. */
    public int concurrency() {
        return values.get(ConsumerKeys.CONCURRENCY);
    }

    /** Which messages are handled one after the other. */
    public Ordering ordering() {
        return values.get(ConsumerKeys.ORDERING);
    }

    /** How often the effects of a message may appear. */
    public ProcessingGuarantee processingGuarantee() {
        return values.get(GuaranteeKeys.PROCESSING_GUARANTEE);
    }

    /** After how long the brokers abort a transaction; with exactly-once. */
    public Duration transactionTimeout() {
        return values.get(GuaranteeKeys.TRANSACTION_TIMEOUT);
    }

    /** What begins the transactional ids of this process, and no other's: as set, or what static members are named by. */
    public Optional<String> transactionalIdPrefix() {
        return values.find(GuaranteeKeys.TRANSACTIONAL_ID_PREFIX).or(this::groupInstanceId);
    }

    /** How many messages are handled in one transaction at most; with exactly-once. */
    public int transactionMaxMessages() {
        return values.get(GuaranteeKeys.TRANSACTION_MAX_MESSAGES);
    }

    /** After how long no more messages are started in a transaction; at most half of its timeout; with exactly-once. */
    public Duration transactionMaxTime() {
        return values.get(GuaranteeKeys.TRANSACTION_MAX_TIME);
    }

    /** How long a handler may run before it is stuck: {@link #maxPollInterval()}, or what fits in a transaction. */
    public Duration longestHandling() {
        Duration fits = transactionTimeout().minus(transactionMaxTime());
        boolean transactional = processingGuarantee() == ProcessingGuarantee.EXACTLY_ONCE;
        return transactional && fits.compareTo(maxPollInterval()) < 0 ? fits : maxPollInterval();
    }

    /** Whether handlers run on virtual threads; true only where the JVM has them. */
    public boolean virtualThreads() {
        return values.get(ConsumerKeys.VIRTUAL_THREADS);
    }

    /** How many offsets a partition may run ahead of its lowest unfinished message; at least 1. */
    public int maxUncommittedSpan() {
        return values.get(ConsumerKeys.MAX_UNCOMMITTED_SPAN);
    }

    /** How many messages per second this process starts to handle; empty without a limit. */
    public OptionalDouble maxMessagesPerSecond() {
        return values.get(FlowKeys.MAX_MESSAGES_PER_SECOND).stream()
                .mapToDouble(Double::doubleValue)
                .findFirst();
    }

    /** Messages that were created longer ago are skipped; empty where none are. */
    public Optional<Duration> messageExpiry() {
        return values.get(FlowKeys.MESSAGE_EXPIRY);
    }

    /** Where a group without offsets starts; empty where the subscriptions say it. */
    public Optional<StartAt> startAt() {
        return values.get(FlowKeys.START_AT);
    }

    /** The headers, with their values, that a message must have to be handled; empty where all are handled. */
    public Map<String, String> onlyIf() {
        return values.map(FlowKeys.ONLY_IF);
    }

    /** Where messages go that are given up; empty where none are. */
    public Optional<String> deadLetterTopic() {
        return values.find(DeadLetterKeys.TOPIC);
    }

    /** Whether messages that are given up are lost: in a share group without a topic for them. */
    public boolean dropsGivenUp() {
        return deadLetterTopic().isEmpty()
                && groupProtocol() == GroupProtocol.SHARE
                && values.find(DeadLetterKeys.ON_GIVE_UP).isPresent();
    }

    /** The failure of a message on which it is given up, at least 1; empty where their number does not matter. */
    public OptionalInt deadLetterAfterAttempts() {
        return givenUp(DeadLetterKeys.AFTER_ATTEMPTS).stream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /** Names of classes of exceptions on which a message is given up at once; not checked to exist. */
    public List<String> deadLetterOn() {
        return givenUp(DeadLetterKeys.ON).orElse(List.of());
    }

    private <T> Optional<T> givenUp(Setting<T> when) {
        return deadLetterTopic().isPresent() || dropsGivenUp() ? values.find(when) : Optional.empty();
    }

    /** Whether messages that {@link #messageExpiry()} skips go to the dead-letter topic. */
    public boolean deadLetterExpired() {
        return deadLetterTopic().isPresent() && values.get(DeadLetterKeys.EXPIRED);
    }

    /** How long a broker may wait before it answers a fetch. */
    public Duration maxWaitTime() {
        return values.get(FetchKeys.MAX_WAIT_TIME);
    }

    /** How many bytes a broker gathers before it answers a fetch. */
    public int fetchMinBytes() {
        return Math.toIntExact(values.get(FetchKeys.FETCH_MIN_BYTES));
    }

    /** How many bytes one fetch returns at most. */
    public int maxBytes() {
        return Math.toIntExact(values.get(FetchKeys.MAX_BYTES));
    }

    /** The largest batch handed to a batch consumer; at least 1. */
    public int fetchMessages() {
        return values.get(FetchKeys.FETCH_MESSAGES);
    }

    /** How many messages per worker wait for handling at most. */
    public int maxBufferedMessages() {
        return values.get(FetchKeys.MAX_BUFFERED_MESSAGES);
    }

    /** How many bytes of messages per worker wait for handling at most. */
    public long maxBufferedBytes() {
        return values.get(FetchKeys.MAX_BUFFERED_BYTES);
    }

    /** The socket's receive buffer in bytes; -1 leaves it to the operating system. */
    public int receiveBufferBytes() {
        return Math.toIntExact(values.get(FetchKeys.RECEIVE_BUFFER_BYTES));
    }

    /** Whether a handler's log lines find in SLF4J's MDC what is handled. */
    public boolean loggingContext() {
        return values.get(OperationKeys.LOGGING_CONTEXT);
    }

    @Override
    public String toString() {
        return "ConsumerSettings[" + name + "]";
    }
}
