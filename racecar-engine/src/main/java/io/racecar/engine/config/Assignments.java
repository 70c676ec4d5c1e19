package io.racecar.engine.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was given, all sources together: of several values for one key the last one put here stays. */
final class Assignments {
    private final Map<Key, Given> given = new LinkedHashMap<>();
    private final Set<String> consumers = new TreeSet<>();

    void put(Key key, Given value) {
        if (key.entry() != null) {
            given.remove(Key.of(key.consumer(), key.setting())); // it is not none any more
        }
        given.put(key, value);
        if (key.consumer() != null) {
            consumers.add(key.consumer());
        }
    }

    /** In place of the entries of a mapping at its level, and of those for all. */
    void putNone(Key mapping, Given none) {
        entries(mapping.consumer(), mapping.setting()).keySet().forEach(it -> given.remove(mapping.entry(it)));
        put(mapping, none);
    }

    /** Makes a consumer known that has no settings of its own. */
    void addConsumer(String name) {
        consumers.add(name);
    }

    Optional<Given> get(Key key) {
        return Optional.ofNullable(given.get(key));
    }

    /** The entries of a mapping at one level, by name. */
    Map<String, Given> entries(@Nullable String consumer, Setting<?> mapping) {
        Map<String, Given> entries = new TreeMap<>();
        given.forEach((key, value) -> {
            if (key.entry() != null && key.equals(Key.of(consumer, mapping).entry(key.entry()))) {
                entries.put(key.entry(), value);
            }
        });
        return entries;
    }

    Map<Key, Given> all() {
        return Collections.unmodifiableMap(given);
    }

    Set<String> consumers() {
        return Collections.unmodifiableSet(consumers);
    }
}
