package io.racecar.engine.produce;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class Receipts implements Receipt {
    final List<Delivery> delivered = new CopyOnWriteArrayList<>();
    final List<DeliveryException> failed = new CopyOnWriteArrayList<>();
    final List<DeliveryException> refused = new CopyOnWriteArrayList<>();
    volatile boolean blamed;
    volatile boolean isVoid;

    @Override
    public void delivered(OutgoingMessage message, Delivery delivery) {
        delivered.add(delivery);
    }

    @Override
    public void failed(DeliveryException failure) {
        failed.add(failure);
    }

    @Override
    public void refused(DeliveryException failure) {
        refused.add(failure);
    }

    @Override
    public void blamed() {
        blamed = true;
    }

    @Override
    public boolean isVoid() {
        return isVoid;
    }
}
