package io.racecar.engine;

import io.racecar.engine.Assembly.Planned;
import java.util.List;

/**
 * Which of the registered consumers are to run.
 *
 * @param names of consumers, or the simple names of their classes; empty for all
 */
record Selection(List<String> names) {
    /** Those that are selected, in the order of their registration; a name that none has is a problem. */
    List<Planned> of(List<Planned> planned, List<String> problems) {
        if (names.isEmpty()) {
            return planned;
        }
        List<String> known =
                planned.stream().map(it -> it.registration().name()).toList();
        names.stream()
                .filter(it -> !known.contains(it) && !known.contains(ConsumerNames.ofSimpleName(it)))
                .forEach(it -> problems.add("there is no consumer named " + it + "; "
                        + (known.isEmpty() ? "none is registered" : "there is " + String.join(", ", known))));
        return planned.stream().filter(it -> selects(it.registration().name())).toList();
    }

    private boolean selects(String consumer) {
        return names.stream().anyMatch(it -> consumer.equals(it) || consumer.equals(ConsumerNames.ofSimpleName(it)));
    }
}
