package io.racecar.engine.deadletters;

import org.jspecify.annotations.Nullable;

/** Says what could not be done with dead letters, why, and what to do. */
public class DeadLettersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Takes that text, and what Kafka's client said. */
    public DeadLettersException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
