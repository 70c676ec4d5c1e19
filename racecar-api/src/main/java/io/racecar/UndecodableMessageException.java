package io.racecar;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link Message#value()} when the bytes cannot be read as the consumer's type.
 *
 * <p>A handler that lets it pass fails like any other: pause, then again. One that catches it still has {@link
 * Message#valueBytes()}. Its text never shows content.
 */
public class UndecodableMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which message could not be decoded to what, and why; without its content
     * @param cause what the decoder threw, or null
     */
    public UndecodableMessageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
