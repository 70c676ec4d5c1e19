package io.racecar.benchmarks.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a contender's JVM is started with: {@code name=value}, and {@code set.name=value} for the settings of its framework.
 *
 * @param values by name
 */
record Arguments(Map<String, String> values) {
    private static final String SETTING = "set.";

    static Arguments parse(String... args) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("expected name=value but was " + arg);
            }
            values.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return new Arguments(Map.copyOf(values));
    }

    String text(String name) {
        @Nullable String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("argument " + name + "= is missing");
        }
        return value;
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                settings.put(name.substring(SETTING.length()), value);
            }
        });
        return settings;
    }
}
