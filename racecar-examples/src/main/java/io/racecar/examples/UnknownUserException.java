package io.racecar.examples;

/** Says that a user who is to be banned does not exist, or not yet. */
public final class UnknownUserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownUserException(long id) {
        super("there is no user " + id);
    }
}
