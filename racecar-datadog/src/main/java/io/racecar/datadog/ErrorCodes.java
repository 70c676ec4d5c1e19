package io.racecar.datadog;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.kafka.common.protocol.Errors;

/** The names of errors as they stand in the names of metrics. */
final class ErrorCodes {
    private static final Pattern WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private ErrorCodes() {}

    /** What Kafka's protocol calls it; an error that brokers do not send is named after its class. */
    static String of(Throwable error) {
        Errors known = Errors.forException(error);
        if (known.exception().getClass() == error.getClass()) { // else it has found what that is a kind of
            return known.name().toLowerCase(Locale.ROOT);
        }
        String name = error.getClass().getSimpleName().replaceFirst("(?<=.)(Exception|Error)$", "");
        return name.isEmpty() ? "unknown" : WORD.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    static String metric(String code) {
        return Metric.POLL_ERROR.text().replace("<code>", code);
    }
}
