package io.racecar.engine.codec;

import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception whose text may quote content: keeps its class, its stack trace and its causes, not its text.
 */
final class WithoutText extends RuntimeException {
    /** Causes may go in circles. */
    static final int MAX_DEPTH = 20;

    private static final long serialVersionUID = 1L;

    private WithoutText(Throwable original, @Nullable Throwable cause) {
        super(original.getClass().getName() + " (its text is left out because it may quote content)", cause);
        setStackTrace(original.getStackTrace());
    }

    static WithoutText of(Throwable original) {
        return of(original, MAX_DEPTH);
    }

    private static WithoutText of(Throwable original, int depth) {
        Throwable cause = original.getCause();
        return new WithoutText(original, cause == null || depth == 0 ? null : of(cause, depth - 1));
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
