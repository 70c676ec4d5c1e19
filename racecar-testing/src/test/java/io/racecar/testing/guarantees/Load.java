package io.racecar.testing.guarantees;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Produces the next messages of a race, a few at a time, until it is closed. */
final class Load implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Void> producing;
    private volatile boolean closed;

    Load(Race race) {
        producing = CompletableFuture.runAsync(
                () -> {
                    while (!closed) {
                        race.produce(2);
                    }
                },
                thread);
    }

    /** Waits for the last of them; throws what went wrong with any. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        producing.join();
    }
}
