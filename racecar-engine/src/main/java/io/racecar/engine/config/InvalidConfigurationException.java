package io.racecar.engine.config;

import java.util.List;

/**
 * Every problem of a configuration or a registration at once. Its message lists all of them, one per line; none holds a
 * secret.
 */
public class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** Takes at least one problem, each a sentence that names the setting, what is allowed and what to do. */
    public InvalidConfigurationException(List<String> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems in the order in which they were found; immutable. */
    public List<String> problems() {
        return problems;
    }

    private static String message(List<String> problems) {
        return problems.size() == 1
                ? "The configuration has a problem: " + problems.get(0)
                : "The configuration has " + problems.size() + " problems:\n  " + String.join("\n  ", problems);
    }
}
