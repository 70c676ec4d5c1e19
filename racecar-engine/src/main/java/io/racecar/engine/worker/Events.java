package io.racecar.engine.worker;

import io.racecar.RacecarListener;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls into the user's listener and error handler: what they throw is logged and counted, and changes nothing (F4).
 * Thread-safe.
 */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final @Nullable RacecarListener listener;
    private final boolean ofEachMessage;
    private final LongAdder failures = new LongAdder();

    /** Tells that listener everything; none costs nothing. */
    public Events(@Nullable RacecarListener listener) {
        this(listener, listener != null);
    }

    /**
     * Tells that listener.
     *
     * @param ofEachMessage whether single polls and handlings too
     */
    public Events(@Nullable RacecarListener listener, boolean ofEachMessage) {
        this.listener = listener;
        this.ofEachMessage = ofEachMessage;
    }

    /** Whether anybody hears of single polls and handlings: where not, these events need not be made. */
    boolean wanted() {
        return ofEachMessage;
    }

    /** Tells the listener, if there is one. */
    public void tell(Consumer<RacecarListener> event) {
        RacecarListener told = listener;
        if (told != null) {
            guard("a listener", () -> event.accept(told));
        }
    }

    /** Runs the user's code; whatever it throws ends here. */
    void guard(String what, ThrowingRunnable code) {
        try {
            code.run();
        } catch (Throwable e) {
            failures.increment();
            LOG.warn("{} failed, which changes nothing for the messages", what, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How often user code beside the handlers has thrown. */
    public long failures() {
        return failures.sum();
    }

    /** Code that may throw anything. */
    @FunctionalInterface
    interface ThrowingRunnable {
        void run() throws Exception;
    }
}
