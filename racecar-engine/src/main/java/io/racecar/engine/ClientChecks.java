package io.racecar.engine;

import io.racecar.engine.Assembly.Planned;
import io.racecar.engine.SubscriptionPlan.PlannedClient;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.RacecarConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;

/** What can be known to fail before any client is made. */
final class ClientChecks {
    private ClientChecks() {}

    static void check(RacecarConfig config, List<Planned> planned, List<String> problems) {
        Map<String, String> groups = new TreeMap<>();
        planned.forEach(it -> {
            String consumer = it.registration().name();
            ConsumerSettings settings = config.consumer(consumer);
            it.clients().forEach(client -> checkProperties(config, consumer, client, problems));
            checkDeserializer(settings, problems);
            String other = groups.putIfAbsent(settings.groupId(), consumer);
            if (other != null) {
                problems.add("the consumers " + other + " and " + consumer + " both have the groupId "
                        + settings.groupId() + "; give each its own, or they take each other's partitions");
            }
        });
    }

    private static void checkProperties(
            RacecarConfig config, String consumer, PlannedClient client, List<String> problems) {
        Map<String, Object> properties = new HashMap<>(config.consumerProperties(consumer));
        properties.putAll(client.properties());
        try {
            new ConsumerConfig(properties);
        } catch (ConfigException e) {
            problems.add("Kafka's client refuses a property of " + consumer + ": " + e.getMessage());
        }
    }

    private static void checkDeserializer(ConsumerSettings settings, List<String> problems) {
        settings.valueDeserializer().ifPresent(it -> {
            try {
                Decoder.ofDeserializer(it, settings.valueDeserializerProperties())
                        .close();
            } catch (IllegalArgumentException e) {
                problems.add("consumers." + settings.name() + ": " + e.getMessage());
            }
        });
    }
}
