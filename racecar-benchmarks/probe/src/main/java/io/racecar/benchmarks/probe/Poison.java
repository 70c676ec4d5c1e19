package io.racecar.benchmarks.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Fails for the first of all keys, and counts the others. */
final class Poison implements Work {
    private static final byte[] POISONED_KEY = "k0".getBytes(UTF_8);

    private final Progress progress;

    Poison(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void handle(byte @Nullable [] key, byte @Nullable [] value) {
        if (Arrays.equals(key, POISONED_KEY)) {
            throw new IllegalStateException("this key always fails");
        }
        progress.handled();
    }
}
