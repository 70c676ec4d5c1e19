package io.racecar.engine;

import io.racecar.engine.Assembly.Planned;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.RacecarConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What can be known to fail before any client is made. */
final class ClientChecks {
    private ClientChecks() {}

    static void check(RacecarConfig config, List<Planned> planned, List<String> problems) {
        Map<String, String> groups = new TreeMap<>();
        planned.forEach(it -> {
            String consumer = it.registration().name();
            ConsumerSettings settings = config.consumer(consumer);
            checkDeserializer(settings, problems);
            String other = groups.putIfAbsent(settings.groupId(), consumer);
            if (other != null) {
                problems.add("the consumers " + other + " and " + consumer + " both have the groupId "
                        + settings.groupId() + "; give each its own, or they take each other's partitions");
            }
        });
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
