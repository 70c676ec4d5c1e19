package io.racecar.engine.produce;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The acknowledgement that a thread waits for. It is completed where it comes in, not on the executor, so that one of
 * the executor's threads may wait too.
 */
final class Awaited implements Receipt {
    private final OutgoingMessage message;
    private final Failures failures;
    private final CompletableFuture<Delivery> outcome = new CompletableFuture<>();

    Awaited(OutgoingMessage message, Failures failures) {
        this.message = message;
        this.failures = failures;
    }

    Delivery delivery() {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(message);
        } catch (ExecutionException e) {
            DeliveryException failure = (DeliveryException) Objects.requireNonNull(e.getCause());
            // It was made on the client's thread, which says nothing; who produced the message says more.
            failure.fillInStackTrace();
            throw failure;
        }
    }

    @Override
    public void delivered(OutgoingMessage delivered, Delivery delivery) {
        outcome.complete(delivery);
    }

    @Override
    public void failed(DeliveryException failure) {
        outcome.completeExceptionally(failure);
    }
}
