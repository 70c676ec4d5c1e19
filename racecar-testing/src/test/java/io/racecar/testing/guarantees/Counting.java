package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import java.util.concurrent.atomic.AtomicLong;

/** A handler that counts what it handles. */
final class Counting implements MessageConsumer<byte[]> {
    private final AtomicLong handled = new AtomicLong();
    private long seen;

    @Override
    public void process(Message<byte[]> message, Context context) {
        handled.incrementAndGet();
    }

    /** Asserts that it handled some since this last held. */
    void hasHandledMore() {
        long now = handled.get();
        assertThat(now).isGreaterThan(seen + 300);
        seen = now;
    }
}
