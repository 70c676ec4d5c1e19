package io.racecar.engine.config;

/** How a setting's values are read, printed and handed to Kafka. */
interface ValueType<T> {
    /** Reads what YAML, a variable or code gave. */
    T read(Object given) throws InvalidValueException;

    /** What is accepted, to stand after "must be". */
    String allowed();

    /** What is accepted, in a few words for a table. */
    default String range() {
        return allowed();
    }

    /** As a user would write it. */
    default String print(T value) {
        return String.valueOf(value);
    }

    /** As a Kafka client's property. */
    default Object kafka(T value) {
        return print(value);
    }

    /** Whether values must never be shown. */
    default boolean secret() {
        return false;
    }
}
