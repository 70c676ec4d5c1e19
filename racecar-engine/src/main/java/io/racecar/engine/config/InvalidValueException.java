package io.racecar.engine.config;

/** A value that its type does not accept; the message is a hint for whoever wrote it and may be empty. */
final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidValueException(String hint) {
        super(hint);
    }

    InvalidValueException() {
        this("");
    }

    String hint() {
        return String.valueOf(getMessage());
    }
}
