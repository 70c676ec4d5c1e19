package io.racecar.engine.config;

import java.util.List;

/** What must hold between the settings of dead letters; asked for the process and again for each consumer. */
final class DeadLetterRules {
    private final Check check;

    DeadLetterRules(Check check) {
        this.check = check;
    }

    void apply() {
        if (hasTopic()) {
            return;
        }
        for (Setting<?> setting : List.of(DeadLetterKeys.AFTER_ATTEMPTS, DeadLetterKeys.ON)) {
            if (check.givenHere(setting)) {
                check.problem(check.naming(setting) + " needs deadLetter.topic; set that or leave " + setting.path()
                        + " out");
            }
        }
    }

    /** What is given for all may be meant for the consumers that have a topic of their own. */
    private boolean hasTopic() {
        return check.ofOneConsumer() ? check.given(DeadLetterKeys.TOPIC) : check.givenAnywhere(DeadLetterKeys.TOPIC);
    }
}
