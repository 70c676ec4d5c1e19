package io.racecar.engine;

import io.racecar.engine.Assembly.Planned;
import io.racecar.engine.SubscriptionPlan.PlannedClient;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.GroupProtocol;
import io.racecar.engine.config.ProcessingGuarantee;
import io.racecar.engine.config.RacecarConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be known to fail before any client is made. */
final class ClientChecks {
    private ClientChecks() {}

    static void check(RacecarConfig config, List<Planned> planned, List<String> problems) {
        planned.forEach(it -> {
            ConsumerSettings settings = config.consumer(it.registration().name());
            checkDeserializer(settings, problems);
            checkExceptions("consumers." + settings.name() + ".deadLetter.on", settings.deadLetterOn(), problems);
        });
        checkTopicsAndGroups(config, planned, problems);
    }

    /** What consumers would do to themselves, or to one another. */
    static void checkTopicsAndGroups(RacecarConfig config, List<Planned> planned, List<String> problems) {
        Map<String, String> groups = new TreeMap<>();
        Map<String, String> transactionalIds = new TreeMap<>();
        planned.forEach(it -> {
            String consumer = it.registration().name();
            ConsumerSettings settings = config.consumer(consumer);
            checkDeadLetterTopic(settings, it.clients(), problems);
            if (settings.groupProtocol() == GroupProtocol.SHARE) {
                ShareChecks.check(settings, it.clients(), problems);
            }
            String other = groups.putIfAbsent(settings.groupId(), consumer);
            if (other != null) {
                problems.add("the consumers " + other + " and " + consumer + " both have the groupId "
                        + settings.groupId() + "; give each its own, or they take each other's partitions");
            } else if (settings.processingGuarantee() == ProcessingGuarantee.EXACTLY_ONCE) {
                checkTransactionalId(settings, transactionalIds, problems);
            }
        });
    }

    /** With different groups they may still be alike: shop-eu and orders, shop and eu-orders. */
    private static void checkTransactionalId(
            ConsumerSettings settings, Map<String, String> known, List<String> problems) {
        String id = settings.transactionalIdPrefix().orElse("") + "-" + settings.groupId() + "-" + settings.name();
        String other = known.putIfAbsent(id, settings.name());
        if (other != null) {
            problems.add(
                    "the consumers " + other + " and " + settings.name() + " both have transactional ids that begin"
                            + " with " + id
                            + "; change the groupId or the transactionalIdPrefix of one, or they abort each other's"
                            + " transactions");
        }
    }

    private static void checkDeadLetterTopic(
            ConsumerSettings settings, List<PlannedClient> clients, List<String> problems) {
        settings.deadLetterTopic()
                .filter(topic ->
                        clients.stream().anyMatch(it -> it.subscription().matches(topic)))
                .ifPresent(topic -> problems.add("consumers." + settings.name() + ".deadLetter.topic is " + topic
                        + ", to which the consumer itself subscribes; use another topic, or what fails comes again for"
                        + " ever"));
    }

    static void checkExceptions(String path, Collection<String> names, List<String> problems) {
        for (String name : names) {
            Class<?> type = find(name);
            if (type == null || !Throwable.class.isAssignableFrom(type)) {
                problems.add(path + " names " + name + ", which is "
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

    static void checkDeserializer(ConsumerSettings settings, List<String> problems) {
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
