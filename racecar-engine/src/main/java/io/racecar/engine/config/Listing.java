package io.racecar.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists settings as they apply, without secrets: all those of the process, then what consumers have of their own. */
final class Listing {
    static final String NONE = "none";

    private final Assignments assignments;
    private final List<Line> lines = new ArrayList<>();

    /** A setting, or an entry of one. */
    record Line(Key key, String value, Source source) {}

    Listing(Assignments assignments) {
        this.assignments = assignments;
    }

    List<EffectiveSetting> settings() {
        return lines().stream()
                .map(line -> new EffectiveSetting(line.key().path(), line.value(), line.source()))
                .toList();
    }

    List<Line> lines() {
        Settings.at(false).forEach(setting -> add(null, setting));
        for (String consumer : assignments.consumers()) {
            Settings.at(true).stream()
                    .filter(setting -> isGiven(consumer, setting))
                    .forEach(setting -> add(consumer, setting));
        }
        return List.copyOf(lines);
    }

    private boolean isGiven(String consumer, Setting<?> setting) {
        return assignments.get(Key.of(consumer, setting)).isPresent()
                || !assignments.entries(consumer, setting).isEmpty();
    }

    private <T> void add(@Nullable String consumer, Setting<T> setting) {
        Key key = Key.of(consumer, setting);
        Map<String, Given> entries = assignments.entries(consumer, setting);
        if (entries.isEmpty()) {
            add(key, printed(consumer, setting), source(key));
        }
        entries.forEach((name, given) -> {
            if (given.value() != null) {
                String value = Redaction.of(name, given.value().toString());
                add(key.entry(name), value, given.origin().source());
            }
        });
    }

    private void add(Key key, String value, Source source) {
        lines.add(new Line(key, value, source));
    }

    private <T> String printed(@Nullable String consumer, Setting<T> setting) {
        return new Values(assignments, consumer)
                .find(setting)
                .map(setting.type()::print)
                .map(text -> Redaction.of("", text))
                .orElse(NONE);
    }

    private Source source(Key key) {
        return assignments
                .get(key)
                .filter(given -> given.value() != null)
                .map(given -> given.origin().source())
                .orElse(Source.DEFAULT);
    }
}
