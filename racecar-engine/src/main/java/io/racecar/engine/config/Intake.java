package io.racecar.engine.config;

import io.racecar.engine.config.Given.Origin;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single values as their settings' types, keeps them, and notes a problem for each that cannot be read. */
final class Intake {
    /** As applications write them; Kafka's own, such as <code>${env:NAME}</code>, are replaced by its clients. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\w+(:-[^}]*)?}");

    private final Assignments assignments;
    private final Findings findings;

    Intake(Assignments assignments, Findings findings) {
        this.assignments = assignments;
        this.findings = findings;
    }

    void put(Key key, @Nullable Object given, Origin origin) {
        if (key.entry() != null) {
            key.setting().map().ifPresent(map -> putEntry(key, map, given, origin));
        } else if (key.setting().map().isPresent()) {
            putMapping(key, key.setting().map().get(), given, origin);
        } else {
            putValue(key, key.setting().type(), given, origin);
        }
    }

    private void putMapping(Key key, MapType type, @Nullable Object given, Origin origin) {
        if (given == null) {
            return;
        }
        if (type.isNone(given)) {
            assignments.putNone(key, new Given(Map.of(), origin));
            return;
        }
        try {
            type.entries(given).forEach((name, value) -> putEntry(key.entry(name), type, value, origin));
        } catch (InvalidValueException e) {
            refuse(key, type, given, origin, e.hint());
        }
    }

    private void putEntry(Key key, MapType type, @Nullable Object given, Origin origin) {
        try {
            type.name().read(String.valueOf(key.entry()));
        } catch (InvalidValueException e) {
            Key mapping = Key.of(key.consumer(), key.setting());
            findings.problem(origin.naming(mapping.path()) + ": the name " + key.entry() + " must be "
                    + type.name().allowed());
            return;
        }
        putValue(key, type.value(), given, origin);
    }

    private void putValue(Key key, ValueType<?> type, @Nullable Object given, Origin origin) {
        if (given == null || given.toString().isBlank()) {
            refuse(key, type, given, origin, "leave it out for the default");
            return;
        }
        if (origin.source() == Source.FILE && unreplaced(given)) {
            String variable = "RACECAR_" + key.variable();
            refuse(key, type, given, origin, "nothing has replaced the variable in it; set that one, or " + variable);
            return;
        }
        try {
            assignments.put(key, new Given(type.read(given), origin));
        } catch (InvalidValueException e) {
            refuse(key, type, given, origin, e.hint());
        }
    }

    /** A variable that is not set, or nothing replaces any in this file: brokers would be given its name for a password. */
    private static boolean unreplaced(Object given) {
        return given instanceof Collection<?> list
                ? list.stream().anyMatch(it -> it != null && unreplaced(it))
                : given instanceof String text && VARIABLE.matcher(text).find();
    }

    private void refuse(Key key, ValueType<?> type, @Nullable Object given, Origin origin, String hint) {
        assignments.put(key, new Given(null, origin));
        findings.problem(origin.naming(key.path()) + " must be " + type.allowed() + " but " + shown(key, given)
                + (hint.isEmpty() ? "" : "; " + hint));
    }

    private static String shown(Key key, @Nullable Object given) {
        if (given == null) {
            return "has no value";
        }
        if (given.toString().isBlank()) {
            return "is empty";
        }
        if (given instanceof Map) {
            return "was a mapping";
        }
        if (given.getClass().isArray()) {
            return "was an array";
        }
        if (key.entry() == null && key.setting().map().isPresent() && !(given instanceof Collection)) {
            return "was a single value";
        }
        boolean wrongList = given instanceof Collection && !(key.setting().type() instanceof ListType);
        return wrongList ? "was a list" : "was " + Redaction.given(key, plain(given));
    }

    /** Without the exponent that nobody wrote. */
    private static Object plain(Object given) {
        boolean finite = given instanceof Double number && Double.isFinite(number);
        return finite ? new BigDecimal(given.toString()).stripTrailingZeros().toPlainString() : given;
    }
}
