package io.racecar.dropwizard.command;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the consumer of a class is called: {@code TapDanceConsumer} is {@code tap-dance-consumer}. */
final class DashedName {
    private static final Pattern BOUNDARY = Pattern.compile("(?<=\\p{javaLowerCase})(?=\\p{javaUpperCase})");

    private DashedName() {}

    /** What is in dashes already stays as it is. */
    static String of(String className) {
        return BOUNDARY.matcher(className).replaceAll("-").toLowerCase(Locale.ROOT);
    }
}
