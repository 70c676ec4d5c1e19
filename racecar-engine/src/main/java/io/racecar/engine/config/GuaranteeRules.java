package io.racecar.engine.config;

import java.time.Duration;

/** What must hold between the settings of transactions (P3); asked for the process and again for each consumer. */
final class GuaranteeRules {
    private final Check check;
    private final Values values;

    GuaranteeRules(Check check) {
        this.check = check;
        this.values = check.values();
    }

    void apply() {
        if (values.get(GuaranteeKeys.PROCESSING_GUARANTEE) == ProcessingGuarantee.EXACTLY_ONCE) {
            groupProtocol();
            slice();
            handling();
        } else if (check.ofOneConsumer() || !check.givenAnywhere(GuaranteeKeys.PROCESSING_GUARANTEE)) {
            GuaranteeKeys.ONLY_EXACTLY_ONCE.forEach(
                    it -> check.onlyFor(it, GuaranteeKeys.PROCESSING_GUARANTEE, "exactly-once"));
        }
    }

    private void groupProtocol() {
        boolean share = values.get(ConsumerKeys.GROUP_PROTOCOL) == GroupProtocol.SHARE;
        if (share && check.concerns(GuaranteeKeys.PROCESSING_GUARANTEE, ConsumerKeys.GROUP_PROTOCOL)) {
            check.refuse(
                    GuaranteeKeys.PROCESSING_GUARANTEE,
                    "at-least-once with groupProtocol share, which has no transactions,",
                    "use groupProtocol classic or consumer");
        }
    }

    private void slice() {
        Duration timeout = values.get(GuaranteeKeys.TRANSACTION_TIMEOUT);
        boolean tooLong =
                values.get(GuaranteeKeys.TRANSACTION_MAX_TIME).multipliedBy(2).compareTo(timeout) > 0;
        if (tooLong && check.concerns(GuaranteeKeys.TRANSACTION_MAX_TIME, GuaranteeKeys.TRANSACTION_TIMEOUT)) {
            check.refuse(
                    GuaranteeKeys.TRANSACTION_MAX_TIME,
                    "at most half of transactionTimeout, " + check.shown(GuaranteeKeys.TRANSACTION_TIMEOUT) + ",",
                    "lower it or raise transactionTimeout");
        }
    }

    /** Where only the default of maxPollInterval is in the way, handlers count as stuck earlier instead. */
    private void handling() {
        Duration longest =
                values.get(GuaranteeKeys.TRANSACTION_MAX_TIME).plus(values.get(ConsumerKeys.MAX_POLL_INTERVAL));
        boolean tooLong = check.given(ConsumerKeys.MAX_POLL_INTERVAL)
                && longest.compareTo(values.get(GuaranteeKeys.TRANSACTION_TIMEOUT)) > 0;
        if (tooLong
                && check.concerns(
                        ConsumerKeys.MAX_POLL_INTERVAL,
                        GuaranteeKeys.PROCESSING_GUARANTEE,
                        GuaranteeKeys.TRANSACTION_MAX_TIME,
                        GuaranteeKeys.TRANSACTION_TIMEOUT)) {
            check.refuse(
                    ConsumerKeys.MAX_POLL_INTERVAL,
                    "at most transactionTimeout, " + check.shown(GuaranteeKeys.TRANSACTION_TIMEOUT)
                            + ", without transactionMaxTime, " + check.shown(GuaranteeKeys.TRANSACTION_MAX_TIME)
                            + ", with exactly-once: a handler runs inside a transaction,",
                    "lower it, leave it out, or raise transactionTimeout");
        }
    }
}
