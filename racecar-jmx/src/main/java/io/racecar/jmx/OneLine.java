package io.racecar.jmx;

import java.util.regex.Pattern;

/** Keeps what an operator has typed in one line, so that it forges none of a log. */
final class OneLine {
    private static final Pattern CONTROL = Pattern.compile("[\\s\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]+");

    private OneLine() {}

    static String of(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }
}
