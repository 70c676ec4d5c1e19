package io.racecar.dropwizard;

import io.racecar.engine.config.RacecarConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings that a command was given as its arguments. Used by the starting thread alone. */
final class CommandLine {

    private final Map<String, String> settings = new LinkedHashMap<>();

    void set(String path, String value) {
        settings.put(path, value);
    }

    RacecarConfig appliedTo(RacecarConfig config) {
        return settings.isEmpty() ? config : config.withCommandLine(settings);
    }
}
