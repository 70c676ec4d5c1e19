package io.racecar.engine.config;

import java.util.Optional;

/** A value of another type, or none: what lifts for one consumer what is given for all. */
record OrNoneType<T>(ValueType<T> type) implements ValueType<Optional<T>> {
    private static final String NONE = Listing.NONE;

    static boolean isNone(Object given) {
        return given instanceof String text && text.strip().equalsIgnoreCase(NONE);
    }

    @Override
    public Optional<T> read(Object given) throws InvalidValueException {
        return isNone(given) ? Optional.empty() : Optional.of(type.read(given));
    }

    @Override
    public String allowed() {
        return NONE + ", or " + type.allowed();
    }

    @Override
    public String range() {
        return NONE + ", " + type.range();
    }

    @Override
    public String print(Optional<T> value) {
        return value.map(type::print).orElse(NONE);
    }
}
