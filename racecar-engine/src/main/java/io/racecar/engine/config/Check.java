package io.racecar.engine.config;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What rules that join several settings ask and report, for the process or for one consumer. */
final class Check {
    private final Assignments assignments;
    private final @Nullable String consumer;
    private final Values values;
    private final Findings findings;

    Check(Assignments assignments, @Nullable String consumer, Findings findings) {
        this.assignments = assignments;
        this.consumer = consumer;
        this.values = new Values(assignments, consumer);
        this.findings = findings;
    }

    Values values() {
        return values;
    }

    Findings findings() {
        return findings;
    }

    /** Whether all could be read and, for a consumer, one is its own: what holds for all is checked for all. */
    boolean concerns(Setting<?>... settings) {
        boolean readable = Arrays.stream(settings)
                .flatMap(setting -> find(setting).stream())
                .allMatch(given -> given.value() != null);
        return readable && (consumer == null || Arrays.stream(settings).anyMatch(this::givenHere));
    }

    /** Whether it is given for this level, readable or not. */
    boolean given(Setting<?> setting) {
        return values.where(setting).isPresent();
    }

    /** Whether it is given for all or for some consumer, readable or not. */
    boolean givenAnywhere(Setting<?> setting) {
        return assignments.all().keySet().stream().anyMatch(key -> key.setting().equals(setting));
    }

    /** Whether it has that value here or, for the process, for some consumer. */
    <T> boolean hasAnywhere(Setting<T> setting, T value) {
        return values.find(setting).filter(value::equals).isPresent()
                || (consumer == null
                        && assignments.consumers().stream()
                                .map(name -> new Values(assignments, name).find(setting))
                                .anyMatch(it -> it.filter(value::equals).isPresent()));
    }

    /** Whether it is given at this level, readable or not. */
    boolean givenHere(Setting<?> setting) {
        return assignments.get(Key.of(consumer, setting)).isPresent();
    }

    /** The entries given at this level. */
    Map<String, Given> entriesHere(Setting<?> mapping) {
        return assignments.entries(consumer, mapping);
    }

    boolean ofOneConsumer() {
        return consumer != null;
    }

    /** Its path at this level. */
    String path(Setting<?> setting) {
        return Key.of(consumer, setting).path();
    }

    /** Its path where it is given, with the variable if it is one. */
    String naming(Setting<?> setting) {
        Key key = values.where(setting).orElse(Key.of(null, setting));
        return find(setting).map(given -> given.origin().naming(key.path())).orElse(key.path());
    }

    /** The path of an entry at this level. */
    String naming(Setting<?> mapping, String entry) {
        Key key = Key.of(consumer, mapping).entry(entry);
        return assignments
                .get(key)
                .map(given -> given.origin().naming(key.path()))
                .orElse(key.path());
    }

    /** Its value as a user would write it. */
    <T> String shown(Setting<T> setting) {
        String printed = values.find(setting).map(setting.type()::print).orElse("none");
        return values.where(setting).isPresent() ? printed : printed + " (the default)";
    }

    void refuse(Setting<?> setting, String allowed, String hint) {
        findings.problem(naming(setting) + " must be " + allowed + " but was " + shown(setting) + "; " + hint);
    }

    /** Refuses a setting that is given here although another has a value that makes it useless. */
    void onlyFor(Setting<?> setting, Setting<?> other, String values) {
        if (givenHere(setting)) {
            problem(naming(setting) + " works only with " + other.path() + " " + values + " but that is " + shown(other)
                    + "; leave it out or change " + other.path());
        }
    }

    /** Notes what is missing beside a setting that is given here. */
    void needs(Setting<?> setting, Setting<?> needed) {
        if (givenHere(setting) && !givenHere(needed)) {
            String value = setting.type() instanceof EnumType ? " " + shown(setting) : "";
            String choice =
                    needed.type() instanceof EnumType ? ": " + needed.type().allowed() : "";
            problem(needed.path() + " is missing; " + naming(setting) + value + " needs it" + choice);
        }
    }

    void problem(String text) {
        findings.problem(text);
    }

    private Optional<Given> find(Setting<?> setting) {
        return values.where(setting).flatMap(assignments::get);
    }
}
