package io.racecar.engine.security;

/**
 * A connection, a topic or a group was refused for reasons of security; the message says who was refused what, and what to
 * do. The cause is the client's own exception, if it had one.
 */
public final class AccessRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Of what a client was refused with that exception. */
    public AccessRefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    AccessRefusedException(String message) {
        super(message);
    }

    /** The message alone, as it goes to logs and statuses. */
    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
