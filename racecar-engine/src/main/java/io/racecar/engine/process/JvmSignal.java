package io.racecar.engine.process;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The only one that touches {@code sun.misc}, which is in the module {@code jdk.unsupported} for want of anything better. */
final class JvmSignal {
    private JvmSignal() {}

    /**
     * Takes a signal over.
     *
     * @return what gives it back
     * @throws IllegalArgumentException if the JVM keeps it for itself, or does not know it
     */
    static Runnable handle(String name, Consumer<Runnable> action) {
        Signal signal = new Signal(name);
        CompletableFuture<SignalHandler> before = new CompletableFuture<>();
        before.complete(Signal.handle(signal, received -> action.accept(() -> pass(received, before.join()))));
        return () -> Signal.handle(signal, before.join());
    }

    private static void pass(Signal signal, SignalHandler before) {
        if (before != SignalHandler.SIG_DFL && before != SignalHandler.SIG_IGN) {
            before.handle(signal);
        }
    }
}
