package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.RacecarListener;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how often a consumer has polled. Thread-safe. */
final class Polls implements RacecarListener {
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();

    @Override
    public void polled(Polled event) {
        count.incrementAndGet();
        messages.addAndGet(event.messages());
    }

    /** How many messages that has brought. */
    long messages() {
        return messages.get();
    }

    void awaitMore(int polls) {
        long before = count.get();
        ShareTask.await(() -> assertThat(count.get()).isGreaterThanOrEqualTo(before + polls));
    }
}
