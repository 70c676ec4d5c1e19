package io.racecar.engine.config;

import java.util.Set;
import java.util.TreeSet;

/** What must hold between the settings and the consumers that the application has. */
final class RegistrationRules {
    private final Assignments assignments;
    private final Set<String> consumers;
    private final Findings findings;

    RegistrationRules(Assignments assignments, Set<String> registered, Findings findings) {
        this.assignments = assignments;
        this.consumers = new TreeSet<>(registered);
        this.findings = findings;
        assignments.consumers().stream().filter(this::hasClass).forEach(consumers::add);
    }

    void apply() {
        assignments.consumers().stream()
                .filter(name -> !consumers.contains(name))
                .forEach(this::unknown);
    }

    private boolean hasClass(String name) {
        return assignments.get(Key.of(name, ConsumerKeys.CLASS)).isPresent();
    }

    private void unknown(String name) {
        String near = Suggestion.among(consumers).hintFor(name);
        findings.problem(Key.CONSUMERS + "." + name + " is no consumer of this application; "
                + (near.isEmpty() ? "it has " + String.join(", ", consumers) : near));
    }
}
