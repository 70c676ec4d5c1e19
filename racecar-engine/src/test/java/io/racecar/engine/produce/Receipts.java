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

    @Override
    public void delivered(OutgoingMessage message, Delivery delivery) {
        delivered.add(delivery);
    }

    @Override
    public void failed(DeliveryException failure) {
        failed.add(failure);
    }
}
