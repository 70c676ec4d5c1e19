package io.racecar.dropwizard.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** Those of Kafka's own metrics that are worth a place in the registry: of a client as a whole, never of a partition or broker. */
enum ClientMetric implements Entry {
    RECORDS_CONSUMED_RATE(Group.FETCH, "records-consumed-rate", "messages fetched per second"),
    BYTES_CONSUMED_RATE(Group.FETCH, "bytes-consumed-rate", "bytes fetched per second"),
    RECORDS_PER_REQUEST_AVG(Group.FETCH, "records-per-request-avg", "messages in a fetch, on average"),
    FETCH_RATE(Group.FETCH, "fetch-rate", "fetches per second"),
    FETCH_SIZE_AVG(Group.FETCH, "fetch-size-avg", "bytes in a fetch, on average"),
    FETCH_LATENCY_AVG(Group.FETCH, "fetch-latency-avg", "milliseconds that a fetch takes, on average"),
    FETCH_LATENCY_MAX(Group.FETCH, "fetch-latency-max", "milliseconds that a fetch takes, at most"),
    FETCH_THROTTLE_TIME_AVG(
            Group.FETCH, "fetch-throttle-time-avg", "milliseconds that a broker's quota delays a fetch, on average"),
    COMMIT_RATE(Group.COORDINATOR, "commit-rate", "commits per second"),
    COMMIT_LATENCY_AVG(Group.COORDINATOR, "commit-latency-avg", "milliseconds that a commit takes, on average"),
    COMMIT_LATENCY_MAX(Group.COORDINATOR, "commit-latency-max", "milliseconds that a commit takes, at most"),
    ASSIGNED_PARTITIONS(Group.COORDINATOR, "assigned-partitions", "partitions assigned to the client"),
    LAST_HEARTBEAT_SECONDS_AGO(
            Group.COORDINATOR, "last-heartbeat-seconds-ago", "seconds since the last heartbeat; -1 before the first"),
    REBALANCE_TOTAL(Group.COORDINATOR, "rebalance-total", "rebalances so far"),
    REBALANCE_LATENCY_AVG(
            Group.COORDINATOR, "rebalance-latency-avg", "milliseconds that a rebalance takes, on average"),
    FAILED_REBALANCE_TOTAL(Group.COORDINATOR, "failed-rebalance-total", "rebalances so far that failed"),
    TIME_BETWEEN_POLL_AVG(
            Group.CONSUMER, "time-between-poll-avg", "milliseconds from one poll to the next, on average"),
    TIME_BETWEEN_POLL_MAX(Group.CONSUMER, "time-between-poll-max", "milliseconds from one poll to the next, at most"),
    LAST_POLL_SECONDS_AGO(Group.CONSUMER, "last-poll-seconds-ago", "seconds since the last poll; -1 before the first"),
    CONSUMER_CONNECTION_COUNT(Group.CONSUMER, "connection-count", "open connections to brokers"),
    CONSUMER_INCOMING_BYTE_RATE(Group.CONSUMER, "incoming-byte-rate", "bytes received per second"),
    CONSUMER_OUTGOING_BYTE_RATE(Group.CONSUMER, "outgoing-byte-rate", "bytes sent per second"),
    CONSUMER_FAILED_AUTHENTICATION_TOTAL(
            Group.CONSUMER, "failed-authentication-total", "connections so far that brokers refused"),
    RECORD_SEND_RATE(Group.PRODUCER, "record-send-rate", "messages sent per second"),
    RECORD_ERROR_RATE(Group.PRODUCER, "record-error-rate", "messages per second that could not be sent"),
    RECORD_RETRY_RATE(Group.PRODUCER, "record-retry-rate", "messages per second that were sent again"),
    RECORD_QUEUE_TIME_AVG(
            Group.PRODUCER, "record-queue-time-avg", "milliseconds that messages wait to be sent, on average"),
    BATCH_SIZE_AVG(Group.PRODUCER, "batch-size-avg", "bytes sent to a partition at once, on average"),
    COMPRESSION_RATE_AVG(Group.PRODUCER, "compression-rate-avg", "size after compression by size before, on average"),
    REQUEST_LATENCY_AVG(
            Group.PRODUCER, "request-latency-avg", "milliseconds that a broker takes to answer, on average"),
    REQUEST_LATENCY_MAX(Group.PRODUCER, "request-latency-max", "milliseconds that a broker takes to answer, at most"),
    REQUESTS_IN_FLIGHT(Group.PRODUCER, "requests-in-flight", "requests that brokers have not answered yet"),
    PRODUCE_THROTTLE_TIME_AVG(
            Group.PRODUCER,
            "produce-throttle-time-avg",
            "milliseconds that a broker's quota delays a request, on average"),
    BUFFER_AVAILABLE_BYTES(Group.PRODUCER, "buffer-available-bytes", "bytes of the buffer that are free"),
    BUFFER_TOTAL_BYTES(Group.PRODUCER, "buffer-total-bytes", "bytes of the buffer"),
    PRODUCER_CONNECTION_COUNT(Group.PRODUCER, "connection-count", "open connections to brokers"),
    PRODUCER_INCOMING_BYTE_RATE(Group.PRODUCER, "incoming-byte-rate", "bytes received per second"),
    PRODUCER_OUTGOING_BYTE_RATE(Group.PRODUCER, "outgoing-byte-rate", "bytes sent per second"),
    PRODUCER_FAILED_AUTHENTICATION_TOTAL(
            Group.PRODUCER, "failed-authentication-total", "connections so far that brokers refused");

    /** As Kafka calls them. */
    private enum Group {
        FETCH("consumer-fetch-manager-metrics"),
        COORDINATOR("consumer-coordinator-metrics"),
        CONSUMER("consumer-metrics"),
        PRODUCER("producer-metrics");

        private final String id;

        Group(String id) {
            this.id = id;
        }
    }

    private static final Set<String> TAGS_OF_A_CLIENT = Set.of("client-id");

    private static final Map<String, ClientMetric> BY_GROUP_AND_ID = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(it -> key(it.group.id, it.id()), Function.identity()));

    private final Group group;
    private final Line line;

    ClientMetric(Group group, String id, String meaning) {
        this.group = group;
        this.line = new Line(id, Kind.GAUGE, meaning);
    }

    /** Null if it is none of these. */
    static @Nullable ClientMetric of(MetricName name) {
        return name.tags().keySet().equals(TAGS_OF_A_CLIENT)
                ? BY_GROUP_AND_ID.get(key(name.group(), name.name()))
                : null;
    }

    private static String key(String group, String id) {
        return group + "/" + id;
    }

    boolean isOfProducer() {
        return group == Group.PRODUCER;
    }

    @Override
    public Line line() {
        return line;
    }
}
