package io.racecar;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler to say that trying again is useless.
 *
 * <p>Where a dead-letter topic is configured the message goes there at once, without further attempts; elsewhere this
 * is a failure like any other: pause, then again.
 */
public class UnprocessableMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message why the message can never be processed; it is logged, so leave content out
     * @param cause what says so, or null
     */
    public UnprocessableMessageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
