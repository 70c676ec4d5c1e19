package io.racecar.engine.config;

import java.util.List;

/** What must hold between the settings of dead letters; asked for the process and again for each consumer. */
final class DeadLetterRules {
    private final Check check;

    DeadLetterRules(Check check) {
        this.check = check;
    }

    void apply() {
        neverExpired();
        if (has(DeadLetterKeys.TOPIC)) {
            neverReached();
            return;
        }
        for (Setting<?> setting : needTopic()) {
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
                && check.values().get(ConsumerKeys.PAUSE_TIMEOUT).isZero()
                && check.values().get(ConsumerKeys.GROUP_PROTOCOL) != GroupProtocol.SHARE; // there the brokers count
        if (stopsBefore && check.concerns(DeadLetterKeys.AFTER_ATTEMPTS, ConsumerKeys.PAUSE_TIMEOUT)) {
            check.refuse(
                    DeadLetterKeys.AFTER_ATTEMPTS,
                    "1 where pauseTimeout is 0, which stops the consumer at the first failure,",
                    "lower it or raise pauseTimeout");
        }
    }

    private void neverExpired() {
        if (check.givenHere(DeadLetterKeys.EXPIRED) && !expires()) {
            check.problem(check.naming(DeadLetterKeys.EXPIRED) + " needs messageExpiry; set that or leave "
                    + DeadLetterKeys.EXPIRED.path() + " out");
        }
    }

    private boolean expires() {
        boolean lifted = check.ofOneConsumer() && check.values().isLifted(FlowKeys.MESSAGE_EXPIRY);
        return has(FlowKeys.MESSAGE_EXPIRY) && !lifted;
    }

    private List<Setting<?>> needTopic() {
        return has(DeadLetterKeys.ON_GIVE_UP)
                ? List.of(DeadLetterKeys.EXPIRED)
                : List.of(DeadLetterKeys.AFTER_ATTEMPTS, DeadLetterKeys.ON, DeadLetterKeys.EXPIRED);
    }

    /** What is given for all may be meant for the consumers that have the other setting of their own. */
    private boolean has(Setting<?> setting) {
        return check.ofOneConsumer() ? check.given(setting) : check.givenAnywhere(setting);
    }
}
