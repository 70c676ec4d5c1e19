package io.racecar.benchmarks;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One way to consume.
 *
 * @param peer the directory of its class path
 * @param variant which of the peer's ways, empty if there is only one
 * @param settings what is set other than by default, in the peer's own words
 */
record Contender(String peer, String variant, Map<String, String> settings) {

    Contender {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    String name() {
        return variant.isEmpty() ? peer : peer + "-" + variant;
    }

    /** For people: {@code defaults}, or what is set. */
    String settingsText() {
        if (settings.isEmpty()) {
            return "defaults";
        }
        return settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
