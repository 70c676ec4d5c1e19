package io.racecar.testing;

import org.jspecify.annotations.Nullable;

/** Collects what failed in several places, to throw it at the end. */
final class Failures {
    private @Nullable Throwable first;

    void add(@Nullable Throwable failure) {
        if (first == null) {
            first = failure;
        } else if (failure != null && failure != first) {
            first.addSuppressed(failure);
        }
    }

    void throwFirst() throws Exception {
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (Exception) first;
        }
    }
}
