package io.racecar.engine.config;

import java.time.Duration;
import java.util.List;

/** The settings of the process as a whole. */
final class ProcessKeys {
    static final Setting<List<String>> BROKERS = Setting.process(
                    "brokers",
                    ListType.of(new BrokerType()),
                    "Some of the cluster's brokers; the others are found through them.")
            .byDefault("localhost:9092")
            .kafka("bootstrap.servers");

    static final Setting<String> CLIENT_ID = Setting.process(
                    "clientId", TextType.ANY, "Identifies this application in the brokers' logs, metrics and quotas.")
            .byDefault("racecar")
            .kafka("client.id");

    static final Setting<String> GROUP_ID_PREFIX = Setting.process(
            "groupIdPrefix", TextType.ANY, "Stands before the consumer's name in a group id that is not given itself.");

    static final Setting<Duration> SOCKET_TIMEOUT = Setting.process(
                    "socketTimeout",
                    DurationType.between(Duration.ofMillis(100), Duration.ofMinutes(10)),
                    "How long a broker may take to answer; longer than maxWaitTime.")
            .byDefault("30s")
            .kafka("request.timeout.ms");

    static final Setting<Duration> LAG_INTERVAL = Setting.process(
                    "lagInterval",
                    DurationType.between(Duration.ofMillis(100), Duration.ofHours(1)),
                    "How often the brokers are asked where the partitions end.")
            .byDefault("10s");

    static final List<Setting<?>> ALL = List.of(BROKERS, CLIENT_ID, GROUP_ID_PREFIX, SOCKET_TIMEOUT, LAG_INTERVAL);

    private ProcessKeys() {}
}
