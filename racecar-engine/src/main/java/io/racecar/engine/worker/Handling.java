package io.racecar.engine.worker;

import io.racecar.Context;
import io.racecar.Delivery;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler, about a message or a batch, and the {@link Context} that the call is given.
 *
 * <p>There is one per message, so it is small: its outputs are made on first use, and subclasses keep the closed mark
 * in a bit of a field that they have anyway. Thread-safe, as contexts are.
 */
abstract class Handling implements Context {
    private static final VarHandle OUTPUTS;

    static {
        try {
            OUTPUTS = MethodHandles.lookup().findVarHandle(Handling.class, "outputs", Outputs.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Outputs outputs;

    abstract Lane<?> lane();

    /** In offset order, never empty. */
    abstract List<? extends Message<?>> messages();

    abstract long firstOffset();

    /** The index in the chunk behind its last message. */
    abstract int end();

    /** A handling anew of what has to go to the dead-letter topic after that error (F6). */
    abstract Handling toBury(Throwable error);

    /** Marks its messages finished (O2). */
    abstract void finish();

    abstract boolean isClosed();

    /** A volatile write. */
    abstract void markClosed();

    /** Whether something was produced, or tried to be. */
    boolean leftTraces() {
        return outputs != null;
    }

    /** Whether the transaction cannot be committed because of something that was produced. */
    boolean isBlamed() {
        Outputs produced = outputs;
        return produced != null && produced.isBlamed();
    }

    /**
     * The handler returned: what it was about is finished now, or once all outputs are acknowledged (O2). But not if it was
     * fenced meanwhile: it may have returned only because it was interrupted (R1).
     */
    final void returned() {
        if (lane().isFenced()) {
            abandon();
            return;
        }
        markClosed();
        Outputs produced = outputs;
        if (produced == null) {
            finish();
        } else {
            produced.close();
        }
    }

    /** The handler threw: what it produced no longer matters, what it is about stays unfinished. */
    final void abandon() {
        markClosed();
        Outputs produced = outputs;
        if (produced != null) {
            produced.abandon();
        }
    }

    @Override
    public final void produce(OutgoingMessage message) {
        produce(message, null);
    }

    /** @param onDelivery told of the acknowledgement, before it counts */
    final void produce(OutgoingMessage message, @Nullable Consumer<Delivery> onDelivery) {
        lane().checkNotFenced();
        Outputs produced = outputs;
        if (produced == null) {
            Outputs made = new Outputs(this);
            produced = OUTPUTS.compareAndSet(this, null, made) ? made : Objects.requireNonNull(outputs);
        }
        // The handler's thread marks closed, then looks for outputs; here it is the other way round, so that one sees
        // the other.
        checkOpen();
        produced.produce(message, onDelivery);
    }

    @Override
    public final void deliver() {
        lane().checkNotFenced();
        checkOpen();
        Outputs produced = outputs;
        if (produced != null) {
            produced.await();
        }
    }

    @Override
    public final int attempt() {
        checkOpen();
        return lane().attempt(firstOffset());
    }

    @Override
    public final Partition partition() {
        checkOpen();
        return lane().partition();
    }

    private void checkOpen() {
        if (isClosed()) {
            throw closed();
        }
    }

    static IllegalStateException closed() {
        return new IllegalStateException("this context belongs to a handler that has returned; use it only until then");
    }
}
