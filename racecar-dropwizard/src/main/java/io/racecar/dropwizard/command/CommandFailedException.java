package io.racecar.dropwizard.command;

/** Says that a command could not do what it was to do, and why. */
public final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Takes what failed and what to do, in one sentence or several lines. */
    public CommandFailedException(String message) {
        super(message);
    }
}
