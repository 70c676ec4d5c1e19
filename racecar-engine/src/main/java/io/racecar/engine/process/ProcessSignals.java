package io.racecar.engine.process;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when the operating system sends this process signals, until it is closed; then what was done before is done
 * again. Where the JVM offers no signals, or keeps one for itself, that is logged once and nothing else happens. Thread-safe.
 */
public final class ProcessSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final List<Runnable> restorations = new ArrayList<>();
    private boolean complained;

    /** Starts with none. */
    public ProcessSignals() {}

    /**
     * Has something done on each such signal, on a thread of its own.
     *
     * @param name without SIG, {@code TERM}
     * @param action is given what was done before, which for {@code TERM} and {@code INT} is to end the JVM, and for others
     *     may be nothing
     */
    public synchronized void on(String name, Consumer<Runnable> action) {
        try {
            restorations.add(JvmSignal.handle(name, action));
        } catch (LinkageError | IllegalArgumentException e) { // no jdk.unsupported; -Xrs, or no such signal here
            if (!complained) {
                complained = true;
                LOG.info(
                        "not every signal can have a meaning of Racecar's here, SIG{} for one: {}", name, e.toString());
            }
        }
    }

    @Override
    public synchronized void close() {
        restorations.forEach(Runnable::run);
        restorations.clear();
    }
}
