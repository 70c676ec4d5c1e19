package io.racecar.engine.config;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What applies to the process or to one consumer: its own value, else that for all, else the default. */
final class Values {
    private final Assignments assignments;
    private final @Nullable String consumer;

    Values(Assignments assignments, @Nullable String consumer) {
        this.assignments = assignments;
        this.consumer = consumer;
    }

    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalArgumentException(setting.path() + " has no default"));
    }

    <T> Optional<T> find(Setting<T> setting) {
        return where(setting)
                .flatMap(assignments::get)
                .map(Given::value)
                .map(setting::cast)
                .or(() -> Optional.ofNullable(setting.standard()));
    }

    /** A mapping's entries: those for all, and this consumer's in their place or beside them. */
    Map<String, String> map(Setting<Map<String, String>> mapping) {
        Map<String, String> entries = new TreeMap<>(get(mapping));
        if (consumer == null || assignments.get(Key.of(consumer, mapping)).isEmpty()) {
            addEntries(entries, null, mapping); // it is not none
        }
        if (consumer != null) {
            addEntries(entries, consumer, mapping);
        }
        return Collections.unmodifiableMap(entries);
    }

    private void addEntries(Map<String, String> entries, @Nullable String level, Setting<?> mapping) {
        assignments.entries(level, mapping).forEach((name, given) -> {
            if (given.value() != null) {
                entries.put(name, String.valueOf(given.value()));
            }
        });
    }

    /** Whether the value that applies is given, and none. */
    <T> boolean isLifted(Setting<Optional<T>> setting) {
        return where(setting)
                .flatMap(assignments::get)
                .filter(given -> Optional.empty().equals(given.value()))
                .isPresent();
    }

    /** Puts the client property that the setting is, if there is a value. */
    <T> void copy(Setting<T> setting, Map<String, Object> properties) {
        String name = setting.kafkaProperty();
        if (name != null) {
            find(setting).ifPresent(value -> properties.put(name, setting.type().kafka(value)));
        }
    }

    /** Where the value that applies was given, if it was. */
    Optional<Key> where(Setting<?> setting) {
        Key own = Key.of(consumer, setting);
        Key forAll = Key.of(null, setting);
        return assignments.get(own).isPresent()
                ? Optional.of(own)
                : Optional.of(forAll).filter(key -> assignments.get(key).isPresent());
    }
}
