package io.racecar.datadog;

import static io.racecar.datadog.Scope.CLIENT;
import static io.racecar.datadog.Scope.CONSUMER;
import static io.racecar.datadog.Scope.PARTITION;
import static io.racecar.datadog.Scope.TOPIC;
import static io.racecar.datadog.Type.COUNT;
import static io.racecar.datadog.Type.GAUGE;
import static io.racecar.datadog.Type.HISTOGRAM;
import static io.racecar.datadog.Type.SERVICE_CHECK;
import static io.racecar.datadog.Type.TIMING;

/** Everything that is sent: names, types and tags are those of the original where it has them. */
enum Metric {
    MESSAGE_LATENCY(
            "consumer.process_message.latency",
            TIMING,
            "ms",
            PARTITION,
            "How long `process` took, where it returned. Its `.count` is the number of messages."),
    MESSAGE_ERRORS("consumer.process_message.errors", COUNT, "handlings", PARTITION, "Calls of `process` that failed."),
    BATCH_LATENCY(
            "consumer.process_batch.latency",
            TIMING,
            "ms",
            PARTITION,
            "How long `processBatch` took, where it returned."),
    BATCH_ERRORS(
            "consumer.process_batch.errors", COUNT, "handlings", PARTITION, "Calls of `processBatch` that failed."),
    BATCH_SIZE("consumer.batch_size", HISTOGRAM, "messages", PARTITION, "How many messages `processBatch` was given."),
    MESSAGES("consumer.messages", COUNT, "messages", PARTITION, "Messages that handlers returned from."),
    OFFSET("consumer.offset", GAUGE, "offset", PARTITION, "The last message that was handled, or tried."),
    LAG(
            "consumer.lag",
            GAUGE,
            "messages",
            PARTITION,
            "Messages up to the end of the partition that are not finished, also while it is paused or idle."),
    TIME_LAG(
            "consumer.time_lag",
            GAUGE,
            "ms",
            PARTITION,
            "Age of the oldest message that is not finished, also while the partition is paused; 0 without any."),
    PAUSE_DURATION(
            "consumer.pause.duration",
            GAUGE,
            "s",
            PARTITION,
            "How long the partition, or a key of it, has been paused by now; 0 if it is not."),
    DEAD_LETTERS("consumer.dead_letters", COUNT, "messages", PARTITION, "Messages that went to the dead-letter topic."),
    SKIPPED(
            "consumer.skipped",
            COUNT,
            "messages",
            PARTITION,
            "Messages that an operator skipped, or that `messageExpiry` did."),
    STUCK("consumer.stuck", COUNT, "handlings", PARTITION, "Handlers that passed `maxPollInterval`."),
    JOIN_GROUP("consumer.join_group", TIMING, "ms", CONSUMER, "How long a worker took to join its group."),
    JOIN_GROUP_ERRORS("consumer.join_group.errors", COUNT, "attempts", CONSUMER, "Attempts to join that failed."),
    LEAVE_GROUP("consumer.leave_group", TIMING, "ms", CONSUMER, "How long a worker took to leave its group."),
    LEAVE_GROUP_ERRORS("consumer.leave_group.errors", COUNT, "attempts", CONSUMER, "Attempts to leave that failed."),
    LOOP_DURATION(
            "consumer.loop.duration", HISTOGRAM, "ms", CONSUMER, "How long a worker asked Kafka for messages, once."),
    POLL_ERROR(
            "consumer.poll.error.<code>",
            COUNT,
            "polls",
            CONSUMER,
            "Polls that failed, by the name of Kafka's error, such as `topic_authorization_failed`."),
    UP(
            "consumer.up",
            SERVICE_CHECK,
            "",
            CONSUMER,
            "OK while it runs or is paused, CRITICAL once it has failed, else WARNING."),
    PRODUCED("producer.produce.messages", COUNT, "messages", TOPIC, "Messages that were queued."),
    PRODUCE_ERRORS("producer.produce.errors", COUNT, "messages", TOPIC, "Messages that were refused at once."),
    MESSAGE_SIZE("producer.produce.message_size", HISTOGRAM, "bytes", TOPIC, "Size of key, value and headers."),
    MESSAGE_SIZE_SUM("producer.produce.message_size.sum", COUNT, "bytes", TOPIC, "Their sum."),
    BUFFER_SIZE(
            "producer.buffer.size",
            HISTOGRAM,
            "messages",
            TOPIC,
            "How many messages of the process waited for delivery."),
    DELIVER_LATENCY(
            "producer.deliver.latency", TIMING, "ms", CLIENT, "From queueing a message to its acknowledgement."),
    DELIVERED("producer.deliver.messages", COUNT, "messages", CLIENT, "Messages that were delivered."),
    ACKNOWLEDGED("producer.ack.messages", COUNT, "messages", CLIENT, "Messages that were acknowledged: the same."),
    DELIVERY_ERRORS(
            "producer.produce.delivery.errors", COUNT, "messages", CLIENT, "Messages that finally were not delivered.");

    private final String text;
    private final Type type;
    private final String unit;
    private final Scope scope;
    private final String meaning;

    Metric(String text, Type type, String unit, Scope scope, String meaning) {
        this.text = text;
        this.type = type;
        this.unit = unit;
        this.scope = scope;
        this.meaning = meaning;
    }

    /** Its name, without the namespace. */
    String text() {
        return text;
    }

    Type type() {
        return type;
    }

    String unit() {
        return unit;
    }

    Scope scope() {
        return scope;
    }

    /** For the documentation. */
    String meaning() {
        return meaning;
    }

    /** How many of what is recorded make one of what is sent: durations are recorded in nanoseconds. */
    double scale() {
        return type.isDistribution() && unit.equals("ms") ? 1e6 : 1;
    }
}
