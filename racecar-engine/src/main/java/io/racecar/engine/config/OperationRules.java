package io.racecar.engine.config;

import java.util.List;

/** What is doubtful about the settings of how the process shows itself. */
final class OperationRules {
    private final Check check;

    OperationRules(Check check) {
        this.check = check;
    }

    void apply() {
        if (!check.givenHere(DatadogKeys.SOCKET_PATH)) {
            return;
        }
        for (Setting<?> unused : List.of(DatadogKeys.HOST, DatadogKeys.PORT)) {
            if (check.givenHere(unused)) {
                check.findings()
                        .warning(check.naming(unused) + " has no effect beside datadog.socketPath; leave it out");
            }
        }
    }
}
