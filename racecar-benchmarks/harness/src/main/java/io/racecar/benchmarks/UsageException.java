package io.racecar.benchmarks;

/** The command line cannot be understood; its text is for people and may be empty, when help was asked for. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    UsageException(String message, int status) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
