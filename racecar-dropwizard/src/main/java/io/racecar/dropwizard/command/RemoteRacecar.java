package io.racecar.dropwizard.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/**
 * An application in another JVM, as its MBeans show it. What is read has the names of attributes, beginning in lower case, as
 * they stand in JSON.
 */
record RemoteRacecar(MBeanServerConnection connection, String domain) {
    private static final String[] APPLICATION = {"Version", "ClientId", "Brokers", "Consumers"};
    private static final String[] CONSUMER = {
        "Name",
        "GroupId",
        "State",
        "Workers",
        "Processed",
        "Failed",
        "Skipped",
        "DeadLettered",
        "Lag",
        "TimeLagMillis",
        "LastError",
        "Partitions"
    };

    /** Asks all consumers to stop, where the operating system has no signal for that. */
    void stop() throws IOException, CommandFailedException {
        try {
            connection.invoke(application(), "stop", new Object[0], new String[0]);
        } catch (JMException e) {
            throw gone(e);
        }
    }

    /** The effective configuration as YAML. */
    String configuration() throws IOException, CommandFailedException {
        return String.valueOf(attributes(application(), "Configuration").get("configuration"));
    }

    /** The value of a setting by its key, as a user would write it. */
    String setting(String key) throws IOException, CommandFailedException {
        TabularData settings =
                (TabularData) attributes(application(), "Settings").get("settings");
        CompositeData found = settings == null ? null : settings.get(new Object[] {key});
        if (found == null) {
            throw new CommandFailedException(
                    "the process knows no setting " + key + ": it runs another version of Racecar");
        }
        return String.valueOf(found.get("value"));
    }

    /** The application, its consumers, and their partitions. */
    Map<String, @Nullable Object> status() throws IOException, CommandFailedException {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("domain", domain);
        status.putAll(attributes(application(), APPLICATION));
        status.put("consumers", consumers());
        return status;
    }

    List<Map<String, @Nullable Object>> consumers() throws IOException, CommandFailedException {
        Object names = attributes(application(), "Consumers").get("consumers");
        List<Map<String, @Nullable Object>> consumers = new ArrayList<>();
        for (String name : names instanceof String[] all ? all : new String[0]) {
            Map<String, @Nullable Object> consumer = attributes(name("type=Consumer,name=" + name), CONSUMER);
            consumer.computeIfPresent("partitions", (key, table) -> rows((TabularData) table));
            consumers.add(consumer);
        }
        return consumers;
    }

    private static List<Map<String, @Nullable Object>> rows(TabularData table) {
        return table.values().stream()
                .map(CompositeData.class::cast)
                .map(RemoteRacecar::row)
                .toList();
    }

    private static Map<String, @Nullable Object> row(CompositeData data) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        data.getCompositeType().keySet().forEach(key -> row.put(key, data.get(key)));
        return row;
    }

    private Map<String, @Nullable Object> attributes(ObjectName name, String... attributes)
            throws IOException, CommandFailedException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        try {
            Stream.of(attributes).forEach(it -> values.put(key(it), null));
            connection
                    .getAttributes(name, attributes)
                    .asList()
                    .forEach(it -> values.put(key(it.getName()), it.getValue()));
            return values;
        } catch (JMException e) {
            throw gone(e);
        }
    }

    private static String key(String attribute) {
        return attribute.substring(0, 1).toLowerCase(Locale.ROOT) + attribute.substring(1);
    }

    private static CommandFailedException gone(JMException e) {
        return new CommandFailedException("the process does not answer any more: " + e.getMessage());
    }

    private ObjectName application() {
        return name("type=Racecar");
    }

    private ObjectName name(String properties) {
        try {
            return new ObjectName(domain + ":" + properties);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }
}
