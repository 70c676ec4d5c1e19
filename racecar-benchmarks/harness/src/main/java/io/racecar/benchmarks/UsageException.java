package io.racecar.benchmarks;

/** The command line cannot be done as it stands, or asks for help: the text for people, and the exit status. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int USAGE = 2;

    private final int status;

    UsageException(String message, int status) {
        super(message);
        this.status = status;
    }

    static UsageException of(String problem) {
        return new UsageException(problem + "; --help says what there is", USAGE);
    }

    int status() {
        return status;
    }
}
