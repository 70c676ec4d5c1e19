package io.racecar.engine;

import java.util.Locale;
import java.util.regex.Pattern;

/** How consumers get their names; migrated groups keep their offsets by it. */
final class ConsumerNames {
    private static final Pattern BOUNDARY = Pattern.compile("(?<=\\p{javaLowerCase})(?=\\p{javaUpperCase})");
    private static final Pattern VALID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private ConsumerNames() {}

    /** {@code UserBanConsumer} is {@code user-ban-consumer}; empty for anonymous classes. */
    static String ofClass(Class<?> type) {
        return ofSimpleName(type.getSimpleName());
    }

    static String ofSimpleName(String className) {
        return BOUNDARY.matcher(className).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    /** {@code user_banned} is {@code user-banned}. */
    static String ofTopic(String topic) {
        return topic.replace('_', '-').replace('.', '-').toLowerCase(Locale.ROOT);
    }

    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }
}
