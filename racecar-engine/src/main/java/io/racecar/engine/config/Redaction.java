package io.racecar.engine.config;

import java.util.regex.Pattern;

/** Decides what may be shown. */
final class Redaction {
    static final String REDACTED = "[redacted]";

    private static final String WORDS =
            "(passw|passphrase|passcode|pwd|(?<![a-z])pass(?![a-z])|(?-i:[a-z]Pass(?![a-z]))|secret|token|credential|jaas"
                    + "|(api|access|private|encryption|signing|master|shared|account).?key|keystore.key|user.?info"
                    + "|authorization)";
    private static final Pattern SECRET_NAME = Pattern.compile("(?i)" + WORDS);
    private static final Pattern SECRET_VALUE =
            Pattern.compile("(?i)" + WORDS + "[\\w.-]{0,50}\"?\\s*[=:]" // a name and its value
                    + "|\\b(bearer|basic)\\s+\\S" // an Authorization header
                    + "|\\S:\\S{0,500}@\\S" // user:password@host
                    + "|-----BEGIN .*PRIVATE KEY");
    private static final int LONGEST = 100;

    private Redaction() {}

    static boolean secretName(String name) {
        return SECRET_NAME.matcher(name).find();
    }

    /** The value as it may be shown under that name. */
    static String of(String name, String value) {
        return secretName(name) || SECRET_VALUE.matcher(value).find() ? REDACTED : value;
    }

    /** What somebody gave, for a problem's text: on one line, cut where it is long. */
    static String given(Key key, Object given) {
        if (key.setting().type().secret() || (key.entry() != null && secretName(key.entry()))) {
            return REDACTED;
        }
        String text = of("", String.valueOf(given)).replaceAll("\\p{Cntrl}", "?");
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
