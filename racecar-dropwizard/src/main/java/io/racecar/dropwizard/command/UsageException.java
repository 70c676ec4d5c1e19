package io.racecar.dropwizard.command;

/** Says that a command was called wrongly, and how to call it. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Takes what is wrong and what to do, in one sentence or several lines. */
    public UsageException(String message) {
        super(message);
    }
}
