package io.racecar.engine.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of the settings, and everything that is to be known about it.
 *
 * @param path where it stands, below {@code consumers.<name>} for a consumer
 * @param scope at which levels it may stand
 * @param type what its values are
 * @param meaning one sentence for the reference page
 * @param standard the value where none is given
 * @param kafkaProperty the client property that it sets
 */
record Setting<T>(
        String path,
        Scope scope,
        ValueType<T> type,
        String meaning,
        @Nullable T standard,
        @Nullable String kafkaProperty) {

    /** At which levels a setting may stand. */
    enum Scope {
        /** At the top only. */
        PROCESS,
        /** At the top, and per consumer in its place. */
        CONSUMER,
        /** Per consumer only. */
        ONE_CONSUMER;

        boolean allows(boolean consumer) {
            return consumer ? this != PROCESS : this != ONE_CONSUMER;
        }
    }

    static <T> Setting<T> process(String path, ValueType<T> type, String meaning) {
        return new Setting<>(path, Scope.PROCESS, type, meaning, null, null);
    }

    static <T> Setting<T> overridable(String path, ValueType<T> type, String meaning) {
        return new Setting<>(path, Scope.CONSUMER, type, meaning, null, null);
    }

    static <T> Setting<T> oneConsumer(String path, ValueType<T> type, String meaning) {
        return new Setting<>(path, Scope.ONE_CONSUMER, type, meaning, null, null);
    }

    /** The same with a default, written as a user would. */
    Setting<T> byDefault(String text) {
        try {
            return new Setting<>(path, scope, type, meaning, type.read(text), kafkaProperty);
        } catch (InvalidValueException e) {
            throw new IllegalStateException(path + " has the default " + text + ", which it does not accept", e);
        }
    }

    /** The same for a client property of that name. */
    Setting<T> kafka(String property) {
        return new Setting<>(path, scope, type, meaning, standard, property);
    }

    /** Its variable's name, without what stands before it: {@code ssl.caLocation} is {@code SSL_CA_LOCATION}. */
    String variable() {
        return variable(path);
    }

    static String variable(String path) {
        return path.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The type, where values have names of their own below the key. */
    Optional<MapType> map() {
        return type instanceof MapType map ? Optional.of(map) : Optional.empty();
    }

    /** There is one instance per key. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @SuppressWarnings("unchecked") // only what this setting's type has read is stored under it
    T cast(Object value) {
        return (T) value;
    }
}
