package io.racecar.dropwizard;

/** Says which parameter of a task is missing or wrong, and what it must be. */
final class BadParameterException extends Exception {

    private static final long serialVersionUID = 1L;

    BadParameterException(String message) {
        super(message);
    }
}
