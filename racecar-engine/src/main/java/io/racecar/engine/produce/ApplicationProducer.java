package io.racecar.engine.produce;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.Producer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** What an application produces with: nothing waits but what says so. Thread-safe. */
final class ApplicationProducer implements Producer {
    private final Outlet outlet;
    private final Dispatch dispatch;
    private final WaitingRoom waitingRoom;
    private final Executor executor;

    ApplicationProducer(Outlet outlet, Dispatch dispatch, WaitingRoom waitingRoom, Executor executor) {
        this.outlet = outlet;
        this.dispatch = dispatch;
        this.waitingRoom = waitingRoom;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Delivery> produce(OutgoingMessage message) {
        Pledge pledge = new Pledge(executor);
        try {
            outlet.send(message, pledge, false, this::carryOrLeave);
        } catch (DeliveryException e) {
            return CompletableFuture.failedFuture(e);
        }
        return pledge.stage();
    }

    @Override
    public Delivery deliver(OutgoingMessage message) {
        Awaited awaited = new Awaited(message, dispatch.failures());
        send(message, awaited);
        return awaited.delivery();
    }

    @Override
    public void deliverAll(Consumer<Producer> block) {
        new CollectedDeliveries(this, dispatch.failures(), executor).deliver(block);
    }

    /** Sends a message, waiting for room but not for its topic. */
    void send(OutgoingMessage message, Receipt receipt) {
        checkThread();
        outlet.send(message, receipt, true, this::carryOrWaitForMemory);
    }

    private @Nullable DeliveryException carryOrLeave(Sending sending) {
        if (waitingRoom.joinOthers(sending)) {
            return null;
        }
        Answer answer = dispatch.offerIfReady(sending);
        return answer == Answer.NO_ROOM
                ? givenUp(sending, dispatch.failures().memoryFull(sending))
                : left(sending, answer);
    }

    private @Nullable DeliveryException carryOrWaitForMemory(Sending sending) {
        if (waitingRoom.joinOthers(sending)) {
            return null;
        }
        Answer answer = dispatch.offerIfReady(sending);
        return answer == Answer.NO_ROOM ? dispatch.insist(sending, answer) : left(sending, answer);
    }

    /** Leaves a message in the waiting room if that may help. */
    private @Nullable DeliveryException left(Sending sending, Answer answer) {
        if (answer == Answer.SENT) {
            return null;
        }
        if (answer == Answer.REFUSED) {
            return givenUp(sending, dispatch.failures().refused(sending, sending.refusal()));
        }
        return waitingRoom.add(sending)
                ? null
                : givenUp(sending, dispatch.failures().closed(sending.given()));
    }

    private static @Nullable DeliveryException givenUp(Sending sending, DeliveryException failure) {
        return sending.giveUp() ? failure : null;
    }

    /** Waiting on the client's sender thread would be waiting for itself. */
    private static void checkThread() {
        if (Thread.currentThread().getName().startsWith(KafkaProducer.NETWORK_THREAD_PREFIX)) {
            throw new IllegalStateException(
                    "deliver and deliverAll must not be called on the thread that delivers, as in"
                            + " a RacecarListener; use produce there");
        }
    }
}
