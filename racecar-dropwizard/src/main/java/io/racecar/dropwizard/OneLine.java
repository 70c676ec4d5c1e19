package io.racecar.dropwizard;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps what somebody sent from forging lines of a log or an answer. */
final class OneLine {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

    private OneLine() {}

    static String of(@Nullable String text) {
        return CONTROL.matcher(String.valueOf(text)).replaceAll(" ");
    }
}
