package io.racecar.dropwizard.doctor;

import java.util.Locale;

/** How bad something is; the worst stands last. */
public enum Level {
    /** As it should be. */
    OK,
    /** It works, but perhaps not as meant. */
    WARN,
    /** Something will not work. */
    FAIL;

    /** As it is printed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
