package io.racecar.engine.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;

/** The settings of consumers: most may be given for all of them and, in its place, for one. */
final class ConsumerKeys {
    static final TextType TOPIC =
            TextType.matching("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}", "a topic name of letters, digits, dots, _ and -");

    static final String CLASS_NAME = "[\\p{L}_$][\\p{L}\\p{N}_$.]*";

    static final Setting<String> CLASS = Setting.oneConsumer(
            "class",
            TextType.matching(CLASS_NAME, "the full name of a class"),
            "A consumer class to run that the application does not register itself.");

    static final Setting<String> GROUP_ID = Setting.overridable(
                    "groupId", TextType.ANY, "The consumer group; otherwise groupIdPrefix and the consumer's name.")
            .kafka("group.id");

    static final Setting<GroupProtocol> GROUP_PROTOCOL = Setting.overridable(
                    "groupProtocol",
                    EnumType.of(GroupProtocol.class),
                    "How partitions are assigned: among the members, or by the broker; with share, messages are instead.")
            .byDefault("classic")
            .kafka("group.protocol");

    static final Setting<String> GROUP_INSTANCE_ID = Setting.overridable(
                    "groupInstanceId",
                    TextType.matching("[a-zA-Z0-9._-]{1,150}", "up to 150 letters, digits, dots, _ and -"),
                    "Makes members static, so that a quick restart moves no partition; "
                            + "-<consumer>-<worker> is appended.")
            .kafka("group.instance.id");

    static final Setting<Boolean> LEAVE_ON_STOP = Setting.overridable(
                    "leaveOnStop", new FlagType(), "Whether static members leave their group when they stop.")
            .byDefault("false");

    static final Setting<Map<String, String>> TOPICS = Setting.oneConsumer(
                    "topics", MapType.of(TOPIC, TOPIC), "Renames topics that the consumer's class subscribes to.")
            .byDefault("");

    static final Setting<String> VALUE_DESERIALIZER = Setting.overridable(
                    "valueDeserializer",
                    new ClassNameType(Deserializer.class),
                    "A Kafka deserializer for values; otherwise they are decoded for the consumer's type.")
            .kafka("value.deserializer");

    static final Setting<Map<String, String>> VALUE_DESERIALIZER_PROPERTIES = Setting.overridable(
                    "valueDeserializerProperties",
                    MapType.ofProperties(),
                    "What the valueDeserializer is configured with.")
            .byDefault("");

    static final Setting<Duration> OFFSET_COMMIT_INTERVAL = Setting.overridable(
                    "offsetCommitInterval",
                    DurationType.between(Duration.ofMillis(10), Duration.ofHours(1)),
                    "How often the offsets of what is finished are committed.")
            .byDefault("10s")
            .kafka("auto.commit.interval.ms");

    static final Setting<Boolean> SYNCHRONOUS_COMMITS = Setting.overridable(
                    "synchronousCommits", new FlagType(), "Whether polling waits for each periodic commit.")
            .byDefault("false");

    static final Setting<Duration> SESSION_TIMEOUT = Setting.overridable(
                    "sessionTimeout",
                    DurationType.between(Duration.ofMillis(100), Duration.ofMinutes(30)),
                    "After how long without a heartbeat a member is removed from its group; classic protocol only.")
            .byDefault("30s")
            .kafka("session.timeout.ms");

    static final Setting<Duration> HEARTBEAT_INTERVAL = Setting.overridable(
                    "heartbeatInterval",
                    DurationType.between(Duration.ofMillis(10), Duration.ofMinutes(10)),
                    "How often a member tells that it is alive; below sessionTimeout; classic protocol only.")
            .byDefault("10s")
            .kafka("heartbeat.interval.ms");

    static final Setting<List<String>> PARTITION_ASSIGNMENT_STRATEGY = Setting.overridable(
                    "partitionAssignmentStrategy",
                    ListType.of(new AssignorType()),
                    "How the members share partitions, the preferred way first; classic protocol only.")
            .byDefault("cooperative-sticky")
            .kafka("partition.assignment.strategy");

    static final Setting<Duration> MAX_POLL_INTERVAL = Setting.overridable(
                    "maxPollInterval",
                    DurationType.between(Duration.ofMillis(100), Duration.ofHours(12)),
                    "How long a handler may run before it counts as stuck and its partitions go to others.")
            .byDefault("5m")
            .kafka("max.poll.interval.ms");

    static final Setting<Duration> REBALANCE_TIMEOUT = Setting.overridable(
                    "rebalanceTimeout",
                    DurationType.between(Duration.ZERO, Duration.ofHours(1)),
                    "How long running handlers may go on when their partition is taken away; below maxPollInterval.")
            .byDefault("30s");

    static final Setting<Duration> SHUTDOWN_TIMEOUT = Setting.overridable(
                    "shutdownTimeout",
                    DurationType.between(Duration.ofMillis(100), Duration.ofHours(1)),
                    "How long stopping may take altogether; below maxPollInterval.")
            .byDefault("30s");

    static final Setting<Duration> PAUSE_TIMEOUT = Setting.overridable(
                    "pauseTimeout",
                    DurationType.between(Duration.ZERO, Duration.ofHours(1)).orMinusOne(),
                    "How long a partition pauses after a failure; 0 stops the consumer, -1 pauses until resumed.")
            .byDefault("10s");

    static final Setting<Boolean> PAUSE_WITH_EXPONENTIAL_BACKOFF = Setting.overridable(
                    "pauseWithExponentialBackoff",
                    new FlagType(),
                    "Whether the pause doubles with each consecutive failure.")
            .byDefault("false");

    static final Setting<Duration> MAX_PAUSE_TIMEOUT = Setting.overridable(
            "maxPauseTimeout",
            DurationType.between(Duration.ofMillis(1), Duration.ofHours(12)),
            "The longest pause that pauseWithExponentialBackoff reaches.");

    static final Setting<Integer> PARALLEL_WORKERS = Setting.overridable(
                    "parallelWorkers",
                    NumberType.between(1, 1000),
                    "How many members of the group this process runs, each with its own instance.")
            .byDefault("1");

    static final Setting<Integer> CONCURRENCY = Setting.overridable(
                    "concurrency",
                    NumberType.between(1, 10_000),
                    "How many handlers run at once per worker; above 1 the consumer must be thread-safe.")
            .byDefault("1");

    static final Setting<Ordering> ORDERING = Setting.overridable(
                    "ordering", EnumType.of(Ordering.class), "Which messages are handled one after the other.")
            .byDefault("partition");

    static final Setting<Boolean> VIRTUAL_THREADS = Setting.overridable(
                    "virtualThreads",
                    new VirtualThreadsType(Runtime.version()),
                    "Whether handlers run on virtual threads, which needs Java 21.")
            .byDefault("false");

    static final Setting<Integer> MAX_UNCOMMITTED_SPAN = Setting.overridable(
                    "maxUncommittedSpan",
                    NumberType.between(1, 100_000_000),
                    "How many messages a partition may run ahead of its lowest unfinished one.")
            .byDefault("100000");

    static final Setting<Map<String, String>> CONSUMER_PROPERTIES = Setting.overridable(
                    "consumerProperties",
                    MapType.ofProperties(),
                    "Raw properties of the Kafka consumer; they have the last word.")
            .byDefault("");

    static final List<Setting<?>> ALL = List.of(
            CLASS,
            GROUP_ID,
            GROUP_PROTOCOL,
            GROUP_INSTANCE_ID,
            LEAVE_ON_STOP,
            TOPICS,
            VALUE_DESERIALIZER,
            VALUE_DESERIALIZER_PROPERTIES,
            OFFSET_COMMIT_INTERVAL,
            SYNCHRONOUS_COMMITS,
            SESSION_TIMEOUT,
            HEARTBEAT_INTERVAL,
            PARTITION_ASSIGNMENT_STRATEGY,
            MAX_POLL_INTERVAL,
            REBALANCE_TIMEOUT,
            SHUTDOWN_TIMEOUT,
            PAUSE_TIMEOUT,
            PAUSE_WITH_EXPONENTIAL_BACKOFF,
            MAX_PAUSE_TIMEOUT,
            PARALLEL_WORKERS,
            CONCURRENCY,
            ORDERING,
            VIRTUAL_THREADS,
            MAX_UNCOMMITTED_SPAN,
            CONSUMER_PROPERTIES);

    private ConsumerKeys() {}
}
