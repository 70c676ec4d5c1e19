package io.racecar.benchmarks.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured, as one line of JSON: names and whole numbers. */
final class Report {
    private final Map<String, Long> numbers = new LinkedHashMap<>();

    Report with(String name, long number) {
        numbers.put(name, number);
        return this;
    }

    String json() {
        return numbers.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
