package io.racecar.engine;

import io.racecar.engine.Assembly.Planned;
import io.racecar.engine.SubscriptionPlan.PlannedClient;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.RacecarConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be known to fail before any client is made. */
final class ClientChecks {
    private ClientChecks() {}

    static void check(RacecarConfig config, List<Planned> planned, List<String> problems) {
        Map<String, String> groups = new TreeMap<>();
        planned.forEach(it -> {
            String consumer = it.registration().name();
            ConsumerSettings settings = config.consumer(consumer);
            checkDeserializer(settings, problems);
            checkDeadLetters(settings, it.clients(), problems);
            String other = groups.putIfAbsent(settings.groupId(), consumer);
            if (other != null) {
                problems.add("the consumers " + other + " and " + consumer + " both have the groupId "
                        + settings.groupId() + "; give each its own, or they take each other's partitions");
            }
        });
    }

    private static void checkDeadLetters(
            ConsumerSettings settings, List<PlannedClient> clients, List<String> problems) {
        settings.deadLetterTopic()
                .filter(topic ->
                        clients.stream().anyMatch(it -> it.subscription().matches(topic)))
                .ifPresent(topic -> problems.add("consumers." + settings.name() + ".deadLetter.topic is " + topic
                        + ", to which the consumer itself subscribes; use another topic, or what fails comes again for"
                        + " ever"));
        for (String name : settings.deadLetterOn()) {
            Class<?> type = find(name);
            if (type == null || !Throwable.class.isAssignableFrom(type)) {
                problems.add("consumers." + settings.name() + ".deadLetter.on names " + name + ", which is "
                        + (type == null ? "not on the classpath" : "no exception")
                        + "; give the full names of exception classes, with $ before a nested one");
            }
        }
    }

    private static @Nullable Class<?> find(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(name, false, context != null ? context : ClientChecks.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
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
