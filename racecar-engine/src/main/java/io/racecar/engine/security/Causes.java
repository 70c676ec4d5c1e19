package io.racecar.engine.security;

import java.util.Optional;
import java.util.function.Predicate;

/** Looks into what caused an exception. */
final class Causes {
    private Causes() {}

    /** The first of that type, from the exception itself inwards. */
    static <T extends Throwable> Optional<T> first(Throwable error, Class<T> type) {
        return first(error, type, it -> true);
    }

    static <T extends Throwable> Optional<T> first(Throwable error, Class<T> type, Predicate<T> which) {
        for (Throwable it = error; it != null; it = it.getCause()) {
            if (type.isInstance(it) && which.test(type.cast(it))) {
                return Optional.of(type.cast(it));
            }
        }
        return Optional.empty();
    }

    static Throwable innermost(Throwable error) {
        Throwable innermost = error;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }
}
