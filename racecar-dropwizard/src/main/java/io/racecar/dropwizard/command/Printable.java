package io.racecar.dropwizard.command;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is in messages, for a terminal: nothing in it moves the cursor, colours what follows or looks like another line. */
final class Printable {
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");
    private static final Pattern CONTROL_BUT_LINES =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069&&[^\\n\\t]]");

    private Printable() {}

    /** In one line. */
    static String line(@Nullable String text) {
        return text == null ? "" : CONTROL.matcher(text).replaceAll(Printable::escaped);
    }

    /** In one line of at most so many characters. */
    static String line(@Nullable String text, int longest) {
        String line = line(text);
        return line.codePointCount(0, line.length()) <= longest
                ? line
                : line.substring(0, line.offsetByCodePoints(0, longest - 1)) + "\u2026";
    }

    /** With its lines and tabs. */
    static String lines(String text) {
        return CONTROL_BUT_LINES.matcher(text).replaceAll(Printable::escaped);
    }

    /** Bytes that are UTF-8, as text. */
    static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** In one line, whatever the bytes are. */
    static String line(byte @Nullable [] bytes) {
        return bytes == null ? "none" : text(bytes).map(Printable::line).orElseGet(() -> "base64 " + base64(bytes));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String escaped(MatchResult found) {
        return String.format("\\\\u%04x", (int) found.group().charAt(0));
    }
}
