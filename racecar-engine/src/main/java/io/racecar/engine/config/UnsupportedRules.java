package io.racecar.engine.config;

import java.util.List;

/**
 * Refuses settings whose names are agreed but which this version cannot follow, so that nobody relies on them; asked for
 * the process and again for each consumer.
 */
final class UnsupportedRules {
    private final Check check;

    UnsupportedRules(Check check) {
        this.check = check;
    }

    void apply() {
        refuse(
                ConsumerKeys.GROUP_PROTOCOL,
                GroupProtocol.SHARE,
                "use classic or consumer",
                List.of(DeadLetterKeys.ON_GIVE_UP));
    }

    /** Refuses a value, or where another applies, the settings that have an effect only with it. */
    private <T> void refuse(Setting<T> setting, T value, String instead, List<Setting<?>> belonging) {
        String reason = setting.type().print(value) + ", which this version of Racecar does not support; ";
        if (!check.values().get(setting).equals(value)) {
            belonging.stream()
                    .filter(check::givenHere)
                    .forEach(useless -> check.problem(check.naming(useless) + " works only with " + setting.path() + " "
                            + reason + "leave it out"));
        } else if (check.givenHere(setting)) {
            check.problem(check.naming(setting) + " is " + reason + instead);
        }
    }
}
