package io.racecar.engine;

import io.racecar.Consumer;
import java.util.IdentityHashMap;
import java.util.Map;

/** Tears each instance down once, after the last of the workers that share it. */
final class Teardowns {
    private final Map<Consumer<?>, Integer> users = new IdentityHashMap<>();

    synchronized Runnable of(Consumer<?> instance) {
        users.merge(instance, 1, Integer::sum);
        return () -> {
            if (isLast(instance)) {
                tearDown(instance);
            }
        };
    }

    private synchronized boolean isLast(Consumer<?> instance) {
        return users.merge(instance, -1, Integer::sum) == 0;
    }

    private static void tearDown(Consumer<?> instance) {
        try {
            instance.teardown();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
