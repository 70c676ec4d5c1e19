package io.racecar.engine.config;

import java.time.Duration;
import java.util.List;

/** The settings of what consumers fetch and hold in memory. */
final class FetchKeys {
    static final Setting<Duration> MAX_WAIT_TIME = Setting.overridable(
                    "maxWaitTime",
                    DurationType.between(Duration.ZERO, Duration.ofMinutes(5)),
                    "How long a broker may wait for fetchMinBytes before it answers.")
            .byDefault("1s")
            .kafka("fetch.max.wait.ms");

    static final Setting<Long> FETCH_MIN_BYTES = Setting.overridable(
                    "fetchMinBytes",
                    SizeType.between(1, Integer.MAX_VALUE),
                    "How much a broker gathers before it answers; more costs latency.")
            .byDefault("1")
            .kafka("fetch.min.bytes");

    static final Setting<Long> MAX_BYTES = Setting.overridable(
                    "maxBytes",
                    SizeType.between(SizeType.KIB, Integer.MAX_VALUE),
                    "How much a broker returns at most for one request.")
            .byDefault("10485760")
            .kafka("fetch.max.bytes");

    static final Setting<Integer> FETCH_MESSAGES = Setting.overridable(
                    "fetchMessages",
                    NumberType.between(1, 1_000_000),
                    "The largest batch that a batch consumer is handed.")
            .byDefault("1000")
            .kafka("max.poll.records");

    static final Setting<Integer> MAX_BUFFERED_MESSAGES = Setting.overridable(
                    "maxBufferedMessages",
                    NumberType.between(1, 10_000_000),
                    "How many messages a worker holds that wait for handling.")
            .byDefault("20000");

    static final Setting<Long> MAX_BUFFERED_BYTES = Setting.overridable(
                    "maxBufferedBytes",
                    SizeType.between(SizeType.KIB, 64 * SizeType.GIB),
                    "How many bytes of messages a worker holds that wait for handling.")
            .byDefault("64MiB");

    static final Setting<Long> RECEIVE_BUFFER_BYTES = Setting.overridable(
                    "receiveBufferBytes",
                    SizeType.between(SizeType.KIB, SizeType.GIB).orMinusOne(),
                    "The socket's receive buffer; -1 leaves it to the operating system, which is faster.")
            .byDefault("-1")
            .kafka("receive.buffer.bytes");

    static final List<Setting<?>> ALL = List.of(
            MAX_WAIT_TIME,
            FETCH_MIN_BYTES,
            MAX_BYTES,
            FETCH_MESSAGES,
            MAX_BUFFERED_MESSAGES,
            MAX_BUFFERED_BYTES,
            RECEIVE_BUFFER_BYTES);

    private FetchKeys() {}
}
