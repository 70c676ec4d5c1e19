package io.racecar.engine.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of a few names, in any case, with dashes, underscores or humps between words. */
record EnumType<E extends Enum<E>>(Class<E> type, Function<E, String> printer) implements ValueType<E> {
    static <E extends Enum<E>> EnumType<E> of(Class<E> type) {
        return new EnumType<>(
                type, value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Prints in another form than kebab case, where Kafka's users know that form. */
    EnumType<E> printed(Function<E, String> form) {
        return new EnumType<>(type, form);
    }

    @Override
    public E read(Object given) throws InvalidValueException {
        if (type.isInstance(given)) {
            return type.cast(given);
        }
        String wanted = given.toString()
                .strip()
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT)
                .replace('-', '_');
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(wanted)) {
                return value;
            }
        }
        throw new InvalidValueException(Suggestion.among(names()).hintFor(given instanceof String text ? text : ""));
    }

    @Override
    public String allowed() {
        return names().size() == 1 ? names().get(0) : "one of " + String.join(", ", names());
    }

    @Override
    public String range() {
        return String.join(", ", names());
    }

    @Override
    public String print(E value) {
        return printer.apply(value);
    }

    private List<String> names() {
        return Arrays.stream(type.getEnumConstants()).map(printer).collect(Collectors.toList());
    }
}
