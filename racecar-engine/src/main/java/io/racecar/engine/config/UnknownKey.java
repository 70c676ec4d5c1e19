package io.racecar.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A path that is no setting, and what its author may have meant. */
record UnknownKey(@Nullable String consumer, String path) {

    /** A hint with a semicolon before it, or nothing. */
    String hint() {
        return misplaced()
                .or(this::fromKafka)
                .or(this::withoutSection)
                .or(this::former)
                .or(this::nearest)
                .or(this::itsSection)
                .map(hint -> "; " + hint)
                .orElse("");
    }

    private Optional<String> misplaced() {
        if (path.equals("racecar")) {
            return Optional.of("the settings stand at the root of this file, without a racecar: line");
        }
        if (consumer != null && Settings.isSection(null, path)) {
            return Optional.of("it cannot differ between consumers; set it at the top");
        }
        if (Settings.find(consumer == null ? "any" : null, path).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                consumer == null
                        ? "set it for one consumer, as consumers.<name>." + path
                        : "it cannot differ between consumers; set it at the top");
    }

    private Optional<String> fromKafka() {
        return Settings.at(consumer != null).stream()
                .filter(setting -> path.equals(setting.kafkaProperty()))
                .map(setting -> "the setting for it is " + setting.path())
                .findFirst();
    }

    /** A name of several words that is unmistakable even without its section. */
    private Optional<String> withoutSection() {
        return Settings.at(consumer != null).stream()
                .map(Setting::path)
                .filter(known -> known.matches(".*\\.[a-z]+[A-Z][^.]*"))
                .filter(known -> Suggestion.same(path, known.substring(known.lastIndexOf('.') + 1)))
                .findFirst()
                .map(UnknownKey::meant);
    }

    private Optional<String> former() {
        return Settings.FORMER_NAMES.entrySet().stream()
                .filter(former -> Suggestion.same(path, former.getKey()))
                .findFirst()
                .map(former -> meant(former.getValue().path()));
    }

    private static String meant(String name) {
        return "did you mean " + name + "?";
    }

    private Optional<String> nearest() {
        List<String> known = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        for (Setting<?> setting : Settings.at(consumer != null)) {
            known.add(setting.path());
            int dot = setting.path().lastIndexOf('.');
            if (dot > 0) {
                known.add(setting.path().substring(0, dot));
                ends.add(setting.path().substring(dot + 1));
            }
        }
        if (consumer == null) {
            known.add(Key.CONSUMERS);
        }
        return Suggestion.among(known)
                .nearest(path)
                .filter(name -> !path.startsWith(name + "."))
                .or(() -> ends.contains(path) ? endingWith(path) : Optional.empty())
                .map(UnknownKey::meant);
    }

    private Optional<String> endingWith(String end) {
        return Settings.at(consumer != null).stream()
                .map(Setting::path)
                .filter(known -> known.endsWith("." + end))
                .findFirst();
    }

    private Optional<String> itsSection() {
        int dot = path.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String section = path.substring(0, dot);
        List<String> members = Settings.at(consumer != null).stream()
                .map(Setting::path)
                .filter(known -> known.startsWith(section + "."))
                .map(known -> known.substring(dot + 1))
                .toList();
        return Optional.of(section + " has " + String.join(", ", members));
    }
}
