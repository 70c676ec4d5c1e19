package io.racecar.engine.worker;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.produce.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Where handlers' messages go in tests, which settle each of them when and how they like. */
final class FakeOutlet implements BiConsumer<OutgoingMessage, Receipt> {
    private final List<Sent> outstanding = new ArrayList<>();
    private Consumer<OutgoingMessage> onSend = message -> {};
    private boolean refusing;

    private record Sent(OutgoingMessage message, Receipt receipt) {}

    @Override
    public void accept(OutgoingMessage message, Receipt receipt) {
        if (refusing) {
            throw failure(message);
        }
        onSend.accept(message);
        outstanding.add(new Sent(message, receipt));
    }

    /** From now on messages are refused at once. */
    void refuse(boolean now) {
        refusing = now;
    }

    boolean isRefusing() {
        return refusing;
    }

    /** Looks at each message that is not refused. */
    void onSend(Consumer<OutgoingMessage> look) {
        onSend = look;
    }

    /** What was sent and is not settled, oldest first. */
    List<OutgoingMessage> messages() {
        return outstanding.stream().map(Sent::message).toList();
    }

    int outstanding() {
        return outstanding.size();
    }

    /** The values of what was sent and is not settled, oldest first. */
    List<Object> values() {
        return outstanding.stream().map(it -> it.message().value()).toList();
    }

    void acknowledge(String value) {
        acknowledge(values().indexOf(value));
    }

    void acknowledge(int index) {
        Sent sent = outstanding.remove(index);
        sent.receipt()
                .delivered(
                        sent.message(),
                        new Delivery(new Partition(sent.message().topic(), 0), 0));
    }

    void acknowledgeAll() {
        while (!outstanding.isEmpty()) {
            acknowledge(0);
        }
    }

    void fail(String value) {
        fail(values().indexOf(value));
    }

    void fail(int index) {
        Sent sent = outstanding.remove(index);
        sent.receipt().failed(failure(sent.message()));
    }

    void failAll() {
        while (!outstanding.isEmpty()) {
            fail(0);
        }
    }

    private static DeliveryException failure(OutgoingMessage message) {
        return new DeliveryException("not delivered", Reason.TIMED_OUT, message, null);
    }
}
