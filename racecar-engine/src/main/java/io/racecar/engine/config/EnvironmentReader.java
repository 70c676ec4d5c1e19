package io.racecar.engine.config;

import io.racecar.engine.config.Given.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Matches variables with settings. */
final class EnvironmentReader {
    private static final String PREFIX = "RACECAR_";
    private static final Pattern KUBERNETES_NAME = Pattern.compile(".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT_\\d+_.*");
    private static final Pattern KUBERNETES_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");
    private static final String A_CONSUMER = "CONSUMERS_[A-Z0-9]+(_[A-Z0-9]+)*_";

    private final Intake intake;
    private final Set<String> consumers;
    private final Findings findings;

    EnvironmentReader(Intake intake, Set<String> consumers, Findings findings) {
        this.intake = intake;
        this.consumers = Set.copyOf(consumers);
        this.findings = findings;
    }

    /** Reads all variables; until all consumers are known, one for an unknown consumer may still come to match. */
    void read(Map<String, String> variables, boolean complete) {
        new TreeMap<>(variables).forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !fromKubernetes(variable, value)) {
                read(variable, variable.substring(PREFIX.length()), value, complete);
            }
        });
    }

    /** What a Service named racecar puts into every pod of its namespace. */
    private static boolean fromKubernetes(String variable, String value) {
        return KUBERNETES_NAME.matcher(variable).matches()
                || (variable.endsWith("_PORT")
                        && KUBERNETES_ADDRESS.matcher(value).matches());
    }

    private void read(String variable, String name, String value, boolean complete) {
        List<Key> keys = matches(name);
        if (keys.size() == 1) {
            intake.put(keys.get(0), value, Origin.variable(variable));
        } else if (keys.size() > 1) {
            findings.problem(variable + " may mean "
                    + String.join(" or ", keys.stream().map(Key::path).toList())
                    + "; set what you mean in the file instead");
        } else if (complete || !mayBelongToConsumer(name)) {
            unmatched(variable, name, value);
        }
    }

    private List<Key> matches(String name) {
        List<Key> keys = new ArrayList<>();
        addMatches(name, null, keys);
        consumers.stream().sorted().forEach(consumer -> addMatches(name, consumer, keys));
        return keys;
    }

    private static void addMatches(String name, @Nullable String consumer, List<Key> keys) {
        for (Setting<?> setting : Settings.at(consumer != null)) {
            Key key = Key.of(consumer, setting);
            String below = key.variable() + "_";
            if (name.equals(key.variable())) {
                keys.add(key);
            } else if (hasVariables(setting) && name.startsWith(below) && name.length() > below.length()) {
                String property =
                        name.substring(below.length()).toLowerCase(Locale.ROOT).replace('_', '.');
                keys.add(key.entry(property));
            }
        }
    }

    private static boolean hasVariables(Setting<?> mapping) {
        return mapping.map().filter(MapType::properties).isPresent();
    }

    private static boolean mayBelongToConsumer(String name) {
        return Settings.at(true).stream()
                .anyMatch(setting ->
                        name.matches(A_CONSUMER + setting.variable() + (hasVariables(setting) ? "(_.+)?" : "")));
    }

    private void unmatched(String variable, String name, String value) {
        Setting<?> successor = Settings.FORMER_NAMES.entrySet().stream()
                .filter(former -> name.equals(Setting.variable(former.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        if (successor == null) {
            List<String> known = new ArrayList<>();
            Settings.at(false).forEach(setting -> known.add(PREFIX + setting.variable()));
            consumers.forEach(consumer -> Settings.at(true)
                    .forEach(setting ->
                            known.add(PREFIX + Key.of(consumer, setting).variable())));
            String hint = Suggestion.among(known).hintFor(variable);
            findings.warning(variable + " matches no setting and is ignored" + (hint.isEmpty() ? "" : "; " + hint));
        } else {
            findings.warning(variable + " is read as " + successor.path() + "; use " + PREFIX + successor.variable());
            intake.put(Key.of(null, successor), value, Origin.variable(variable));
        }
    }
}
