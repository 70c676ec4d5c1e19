package io.racecar.engine.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** At least one element: a YAML list, or text with commas. */
record ListType<T>(ValueType<T> element) implements ValueType<List<T>> {
    static <T> ListType<T> of(ValueType<T> element) {
        return new ListType<>(element);
    }

    @Override
    public List<T> read(Object given) throws InvalidValueException {
        List<T> elements = new ArrayList<>();
        for (Object part : parts(given)) {
            if (part == null || part.toString().isBlank()) {
                throw new InvalidValueException("an element is empty");
            }
            elements.add(element.read(part instanceof String text ? text.strip() : part));
        }
        if (elements.isEmpty()) {
            throw new InvalidValueException();
        }
        return List.copyOf(elements);
    }

    private static Collection<?> parts(Object given) {
        if (given instanceof Collection<?> collection) {
            return collection;
        }
        if (given instanceof Object[] array) {
            return Arrays.asList(array);
        }
        return given instanceof String text ? Arrays.asList(text.split(",", -1)) : List.of(given);
    }

    @Override
    public String allowed() {
        return "a list of " + element.allowed();
    }

    @Override
    public String range() {
        return "list: " + element.range();
    }

    @Override
    public String print(List<T> value) {
        return value.stream().map(element::print).collect(Collectors.joining(","));
    }

    @Override
    public Object kafka(List<T> value) {
        return value.stream().map(element::kafka).map(String::valueOf).collect(Collectors.joining(","));
    }
}
