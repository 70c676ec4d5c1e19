package io.racecar.engine.config;

import java.nio.file.Path;
import java.util.List;

/** What is wrong or doubtful about the settings of how the process shows itself. */
final class OperationRules {
    private final Check check;

    OperationRules(Check check) {
        this.check = check;
    }

    void apply() {
        ownLivenessFile();
        for (Setting<?> ofALaterVersion : List.of(OperationKeys.DASHBOARD_ENABLED, OperationKeys.DASHBOARD_READ_ONLY)) {
            hasNoEffect(ofALaterVersion, "in this version of Racecar");
        }
        if (check.givenHere(DatadogKeys.SOCKET_PATH)) {
            for (Setting<?> unused : List.of(DatadogKeys.HOST, DatadogKeys.PORT)) {
                hasNoEffect(unused, "beside datadog.socketPath");
            }
        }
    }

    /** The liveness file is removed when the process stops, and whatever else it were with it. */
    private void ownLivenessFile() {
        if (!check.values().get(OperationKeys.LIVENESS_PROBE_ENABLED)) {
            return;
        }
        Path file = place(check.values().get(OperationKeys.LIVENESS_PROBE_FILE_PATH));
        for (Setting<Path> other : List.of(OperationKeys.PIDFILE, OperationKeys.LOGFILE)) {
            if (check.values().find(other).filter(it -> place(it).equals(file)).isPresent()) {
                check.refuse(
                        OperationKeys.LIVENESS_PROBE_FILE_PATH,
                        "a file of its own",
                        other.path() + " is that file too; name another one");
            }
        }
    }

    private static Path place(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private void hasNoEffect(Setting<?> setting, String where) {
        if (check.givenHere(setting)) {
            check.findings().warning(check.naming(setting) + " has no effect " + where + "; leave it out");
        }
    }
}
