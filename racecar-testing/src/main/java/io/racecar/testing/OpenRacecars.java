package io.racecar.testing;

import io.racecar.engine.Racecar;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What a test has built and the extension closes, the last one first. Thread-safe. */
final class OpenRacecars {
    private final Deque<Racecar> open = new ConcurrentLinkedDeque<>();

    void add(Racecar built) {
        open.push(built);
    }

    /** Closes all of them, whatever happens, then throws the first failure. */
    void close() throws Exception {
        Failures failures = new Failures();
        for (Racecar racecar = open.poll(); racecar != null; racecar = open.poll()) {
            try {
                racecar.close();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }
        failures.throwFirst();
    }
}
