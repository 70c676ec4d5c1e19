package io.racecar.dropwizard;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.Producer;
import io.racecar.engine.Racecar;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The producer that an application holds from the beginning, though the one of its consumers exists only once all of them
 * are registered. What is produced before that goes through one of its own, made when first needed. Thread-safe.
 */
final class ApplicationProducer implements Producer, AutoCloseable {

    private final Supplier<Racecar> early;
    private final ProducerHealthCheck health;
    private @Nullable Racecar earlyRacecar;
    private volatile @Nullable Producer shared;

    ApplicationProducer(Supplier<Racecar> early, ProducerHealthCheck health) {
        this.early = early;
        this.health = health;
    }

    /** From now on produces through the consumers' producer. */
    void use(Producer producer) {
        shared = producer;
    }

    @Override
    public CompletionStage<Delivery> produce(OutgoingMessage message) {
        return current().produce(message).whenComplete((delivery, error) -> health.note(error));
    }

    @Override
    public Delivery deliver(OutgoingMessage message) {
        return deliver(current(), message);
    }

    private Delivery deliver(Producer producer, OutgoingMessage message) {
        try {
            Delivery delivery = producer.deliver(message);
            health.note(null);
            return delivery;
        } catch (DeliveryException e) {
            health.note(e);
            throw e;
        }
    }

    @Override
    public void deliverAll(Consumer<Producer> block) {
        deliverAll(current(), block);
    }

    private void deliverAll(Producer producer, Consumer<Producer> block) {
        AtomicBoolean queued = new AtomicBoolean();
        try {
            producer.deliverAll(all -> block.accept(new OfBlock(all, queued)));
        } catch (DeliveryException e) {
            health.note(e);
            throw e;
        }
        if (queued.get()) {
            health.note(null);
        }
    }

    /** What a block is given: what it queues is noted when the block is over, as one. */
    private final class OfBlock implements Producer {
        private final Producer all;
        private final AtomicBoolean queued;

        OfBlock(Producer all, AtomicBoolean queued) {
            this.all = all;
            this.queued = queued;
        }

        @Override
        public CompletionStage<Delivery> produce(OutgoingMessage message) {
            queued.set(true);
            return all.produce(message);
        }

        @Override
        public Delivery deliver(OutgoingMessage message) {
            return ApplicationProducer.this.deliver(all, message);
        }

        @Override
        public void deliverAll(Consumer<Producer> block) {
            ApplicationProducer.this.deliverAll(all, block);
        }
    }

    @Override
    public synchronized void close() {
        if (earlyRacecar != null) {
            earlyRacecar.close();
        }
    }

    private Producer current() {
        Producer producer = shared;
        return producer == null ? early() : producer;
    }

    private synchronized Producer early() {
        Racecar racecar = earlyRacecar;
        if (racecar == null) {
            racecar = early.get();
            earlyRacecar = racecar;
        }
        return racecar.producer();
    }
}
