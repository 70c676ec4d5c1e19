package io.racecar.engine.produce;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The stage that an application holds: completed on an executor, so that what depends on it may take its time (P1). */
final class Pledge implements Receipt {
    private final CompletableFuture<Delivery> stage = new CompletableFuture<>();
    private final Executor executor;

    Pledge(Executor executor) {
        this.executor = executor;
    }

    CompletableFuture<Delivery> stage() {
        return stage;
    }

    @Override
    public void delivered(OutgoingMessage message, Delivery delivery) {
        execute(() -> stage.complete(delivery));
    }

    @Override
    public void failed(DeliveryException failure) {
        execute(() -> stage.completeExceptionally(failure));
    }

    /** An executor that is shut down must not leave anybody waiting. */
    private void execute(Runnable completion) {
        try {
            executor.execute(completion);
        } catch (RejectedExecutionException e) {
            completion.run();
        }
    }
}
