package io.racecar.engine.config;

import java.util.List;

/** A raw property's value as text; numbers, booleans, classes and lists are turned into it. */
record PropertyType() implements ValueType<String> {
    @Override
    public String read(Object given) throws InvalidValueException {
        if (given instanceof String || given instanceof Number || given instanceof Boolean) {
            return given.toString();
        }
        if (given instanceof Class<?> type) {
            return type.getName();
        }
        if (given instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return String.join(",", list.stream().map(String.class::cast).toList());
        }
        throw new InvalidValueException();
    }

    @Override
    public String allowed() {
        return "text, a number, true, false or a list of texts";
    }
}
