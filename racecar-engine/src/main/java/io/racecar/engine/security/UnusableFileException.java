package io.racecar.engine.security;

/** A file of certificates or keys that cannot be used; the message says why, without naming the file or a secret. */
public final class UnusableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableFileException(String reason) {
        super(reason);
    }

    UnusableFileException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** Why it cannot be used. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
