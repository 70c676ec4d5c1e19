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
            neverReached();
            return;
        }
        for (Setting<?> setting : List.of(DeadLetterKeys.AFTER_ATTEMPTS, DeadLetterKeys.ON)) {
            if (check.givenHere(setting)) {
                check.problem(check.naming(setting) + " needs deadLetter.topic; set that or leave " + setting.path()
                        + " out");
            }
        }
    }

    /** A consumer that stops at the first failure (F3) counts from 1 again when it is started. */
    private void neverReached() {
        boolean stopsBefore = check.values()
                        .find(DeadLetterKeys.AFTER_ATTEMPTS)
                        .filter(attempts -> attempts > 1)
                        .isPresent()
                && check.values().get(ConsumerKeys.PAUSE_TIMEOUT).isZero();
        if (stopsBefore && check.concerns(DeadLetterKeys.AFTER_ATTEMPTS, ConsumerKeys.PAUSE_TIMEOUT)) {
            check.refuse(
                    DeadLetterKeys.AFTER_ATTEMPTS,
                    "1 where pauseTimeout is 0, which stops the consumer at the first failure,",
                    "lower it or raise pauseTimeout");
        }
    }

    /** What is given for all may be meant for the consumers that have a topic of their own. */
    private boolean hasTopic() {
        return check.ofOneConsumer() ? check.given(DeadLetterKeys.TOPIC) : check.givenAnywhere(DeadLetterKeys.TOPIC);
    }
}
