package io.racecar.engine.config;

import java.lang.invoke.MethodHandles;
import java.util.List;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.JoinGroupResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.apache.kafka.common.requests.SyncGroupRequest;
import org.apache.kafka.common.requests.SyncGroupResponse;

/**
 * Has what Kafka's client takes longest to load loaded on another core while settings are read: else the first client waits for
 * it. Once in a JVM.
 */
final class ClientPreloading {
    /** In the order in which the first consumer comes to them. */
    private static final List<Class<?>> CLASSES = List.of(
            ConsumerConfig.class,
            ApiKeys.class,
            KafkaConsumer.class,
            NetworkClient.class,
            Selector.class,
            CooperativeStickyAssignor.class,
            MetadataResponse.class,
            FindCoordinatorResponse.class,
            JoinGroupRequest.class,
            JoinGroupResponse.class,
            SyncGroupRequest.class,
            SyncGroupResponse.class,
            OffsetFetchRequest.class,
            OffsetFetchResponse.class,
            ListOffsetsRequest.class,
            ListOffsetsResponse.class,
            FetchRequest.class,
            FetchResponse.class);

    static {
        Thread thread = new Thread(ClientPreloading::load, "racecar-preloading");
        thread.setDaemon(true);
        thread.start();
    }

    private ClientPreloading() {}

    /** Returns at once. */
    static void begin() {}

    private static void load() {
        for (Class<?> it : CLASSES) {
            try {
                MethodHandles.lookup().ensureInitialized(it);
            } catch (IllegalAccessException | LinkageError e) {
                return; // whoever needs it says so
            }
        }
    }
}
