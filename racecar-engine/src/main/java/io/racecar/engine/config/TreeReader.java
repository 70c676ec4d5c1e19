package io.racecar.engine.config;

import io.racecar.engine.config.Given.Origin;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks a tree of mappings along the catalogue and notes a problem for each key that is not in it. */
final class TreeReader {
    private final Intake intake;
    private final Assignments assignments;
    private final Findings findings;
    private final Origin origin;

    TreeReader(Intake intake, Assignments assignments, Findings findings, Origin origin) {
        this.intake = intake;
        this.assignments = assignments;
        this.findings = findings;
        this.origin = origin;
    }

    /** A whole tree; nothing means an empty one. */
    void read(@Nullable Object root) {
        if (root instanceof Map<?, ?> section) {
            section(null, "", section);
        } else if (root != null) {
            findings.problem("the settings must be a mapping such as \"clientId: my-app\" but were " + kind(root));
        }
    }

    /** One value, or a mapping of some, at a path with dots. */
    void readAt(String path, @Nullable Object value) {
        Optional<String> consumer = consumerOf(path);
        if (consumer.isPresent() && Key.CONSUMER_NAME.matcher(consumer.get()).matches()) {
            String prefix = Key.CONSUMERS + "." + consumer.get() + ".";
            child(consumer.get(), path.substring(prefix.length()), value);
        } else if (consumer.isPresent()) {
            misnamed(consumer.get());
        } else if (path.startsWith(Key.CONSUMERS + ".")) {
            consumer(path.substring(Key.CONSUMERS.length() + 1), value);
        } else {
            child(null, path, value);
        }
    }

    /** Makes the consumer in a path known before variables are matched. */
    void nameConsumer(String path) {
        consumerOf(path)
                .filter(name -> Key.CONSUMER_NAME.matcher(name).matches())
                .ifPresent(assignments::addConsumer);
    }

    private static Optional<String> consumerOf(String path) {
        String[] parts = path.split("\\.", 3);
        return parts.length == 3 && parts[0].equals(Key.CONSUMERS) ? Optional.of(parts[1]) : Optional.empty();
    }

    private void section(@Nullable String consumer, String prefix, Map<?, ?> section) {
        Settings.FORMER_NAMES.forEach((former, successor) -> {
            if (section.containsKey(former) && section.containsKey(successor.path())) {
                findings.problem(full(consumer, former) + " is the former name of " + successor.path()
                        + ", which is given too; leave it out");
            }
        });
        section.forEach((key, value) -> {
            String path = prefix + key;
            Optional<Key> found = Settings.find(consumer, path);
            if (String.valueOf(key).contains(".") && found.isPresent()) {
                findings.problem(full(consumer, path) + " must be nested: write "
                        + path.replaceFirst("\\.", ":, and below it ") + ":");
            } else {
                child(consumer, path, value);
            }
        });
    }

    private void child(@Nullable String consumer, String path, @Nullable Object value) {
        Optional<Key> key = Settings.find(consumer, path);
        Setting<?> successor = Settings.FORMER_NAMES.get(path);
        if (key.isPresent()) {
            intake.put(key.get(), value, origin);
        } else if (consumer == null && path.equals(Key.CONSUMERS)) {
            consumers(value);
        } else if (Settings.isSection(consumer, path)) {
            nested(consumer, path, value);
        } else if (successor != null) {
            findings.warning(full(consumer, path) + " is read as " + successor.path() + "; use that name");
            intake.put(Key.of(consumer, successor), value, origin);
        } else {
            findings.problem(full(consumer, path) + " is not a setting" + new UnknownKey(consumer, path).hint());
        }
    }

    private void nested(@Nullable String consumer, String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> section) {
            section(consumer, path + ".", section);
        } else if (value != null) {
            findings.problem(full(consumer, path) + " must be a mapping of settings but was " + kind(value));
        }
    }

    private void consumers(@Nullable Object value) {
        if (value instanceof Map<?, ?> byName) {
            byName.forEach((name, section) -> consumer(String.valueOf(name), section));
        } else if (value != null) {
            findings.problem("consumers must be a mapping from consumers' names to settings but was " + kind(value));
        }
    }

    private void consumer(String name, @Nullable Object value) {
        if (!Key.CONSUMER_NAME.matcher(name).matches()) {
            misnamed(name);
            return;
        }
        assignments.addConsumer(name);
        if (value instanceof Map<?, ?> section) {
            section(name, "", section);
        } else if (value != null) {
            findings.problem(Key.CONSUMERS + "." + name + " must be a mapping of settings but was " + kind(value));
        }
    }

    private void misnamed(String name) {
        String dashed = name.replaceAll("([a-z])([A-Z])", "$1-$2")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .toLowerCase(Locale.ROOT);
        findings.problem(Key.CONSUMERS + "." + name
                + " must be named by lower-case letters and digits with single dashes between them"
                + (Key.CONSUMER_NAME.matcher(dashed).matches() ? "; did you mean " + dashed + "?" : ""));
    }

    private static String full(@Nullable String consumer, String path) {
        return consumer == null ? path : Key.CONSUMERS + "." + consumer + "." + path;
    }

    private static String kind(Object value) {
        if (value instanceof Map) {
            return "a mapping";
        }
        return value instanceof Collection ? "a list" : "a single value";
    }
}
