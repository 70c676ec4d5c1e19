package io.racecar.engine.config;

import io.racecar.engine.config.Listing.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Settings as they apply, in the form of a file: without secrets, and with where each given value comes from. */
final class EffectiveYaml {
    /** What needs no quotes: a number, a number with a unit, or text that begins with a letter and has no blanks. */
    private static final Pattern PLAIN =
            Pattern.compile("0|-?[1-9][0-9]*|[0-9]+(ms|s|m|h|d|[KMG]iB)|[A-Za-z/]([A-Za-z0-9/_.,;=@$+-]|:(?!$))*");

    /** What YAML 1.1 does not read as the text that it is. */
    private static final Pattern WORDS = Pattern.compile("(?i)y|n|yes|no|on|off|null");

    private final StringBuilder text = new StringBuilder();

    private EffectiveYaml() {}

    static String of(List<Line> lines) {
        Map<String, Object> root = new LinkedHashMap<>();
        lines.stream().filter(line -> !isUnset(line)).forEach(line -> put(root, line));
        EffectiveYaml yaml = new EffectiveYaml();
        yaml.write(root, "");
        return yaml.text.toString();
    }

    private static boolean isUnset(Line line) {
        return line.value().equals(Listing.NONE) && line.source() == Source.DEFAULT;
    }

    private static void put(Map<String, Object> root, Line line) {
        List<String> levels = levels(line.key());
        Map<String, Object> at = root;
        for (String level : levels.subList(0, levels.size() - 1)) {
            at = below(at, level);
        }
        at.put(levels.get(levels.size() - 1), line);
    }

    @SuppressWarnings("unchecked") // no setting stands where others have a section
    private static Map<String, Object> below(Map<String, Object> section, String level) {
        return (Map<String, Object>) section.computeIfAbsent(level, it -> new LinkedHashMap<String, Object>());
    }

    private static List<String> levels(Key key) {
        List<String> levels = new ArrayList<>();
        if (key.consumer() != null) {
            levels.add(Key.CONSUMERS);
            levels.add(key.consumer());
        }
        levels.addAll(List.of(key.setting().path().split("\\.")));
        if (key.entry() != null) {
            levels.add(key.entry()); // its dots are its own
        }
        return levels;
    }

    private void write(Map<?, ?> section, String indent) {
        section.forEach((name, value) -> {
            text.append(indent).append(scalar(String.valueOf(name))).append(':');
            if (value instanceof Line line) {
                text.append(' ').append(value(line)).append(comment(line.source()));
            } else if (value instanceof Map<?, ?> below) {
                text.append('\n');
                write(below, indent + "  ");
            }
        });
    }

    private static String value(Line line) {
        boolean nothing =
                line.key().setting().map().isPresent() && line.key().entry() == null && line.source() == Source.DEFAULT;
        return nothing ? "{}" : scalar(line.value());
    }

    private static String comment(Source source) {
        return source == Source.DEFAULT
                ? "\n"
                : "  # " + source.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "\n";
    }

    private static String scalar(String value) {
        boolean plain = PLAIN.matcher(value).matches() && !WORDS.matcher(value).matches();
        return plain ? value : quoted(value);
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(it -> {
            if (it == '"' || it == '\\') {
                quoted.append('\\').append((char) it);
            } else if (Character.isISOControl(it)) {
                quoted.append(String.format("\\u%04x", it));
            } else {
                quoted.append((char) it);
            }
        });
        return quoted.append('"').toString();
    }
}
