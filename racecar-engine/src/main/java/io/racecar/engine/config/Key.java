package io.racecar.engine.config;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place where a value may be given: a setting, for all consumers or one, and the entry where it is a mapping. */
record Key(
        @Nullable String consumer,
        Setting<?> setting,
        @Nullable String entry) {
    static final String CONSUMERS = "consumers";
    static final Pattern CONSUMER_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    static Key of(@Nullable String consumer, Setting<?> setting) {
        return new Key(consumer, setting, null);
    }

    Key entry(String name) {
        return new Key(consumer, setting, name);
    }

    /** As in YAML, levels joined with dots. */
    String path() {
        String path = consumer == null ? setting.path() : CONSUMERS + "." + consumer + "." + setting.path();
        return entry == null ? path : path + "." + entry;
    }

    /** The name of its variable without {@code RACECAR_}. */
    String variable() {
        return consumer == null ? setting.variable() : variablePrefix(consumer) + setting.variable();
    }

    static String variablePrefix(String consumer) {
        return "CONSUMERS_" + consumer.replace('-', '_').toUpperCase(Locale.ROOT) + "_";
    }
}
