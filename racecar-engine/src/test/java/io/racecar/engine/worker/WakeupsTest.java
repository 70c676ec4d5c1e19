package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** L2: what is sent at the end of a poll hits one blocking call behind it at most. */
class WakeupsTest {
    private static final int LONG = 10_000;

    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void nothingIsSentOutsideOfAPollAndNothingTwiceInOne() {
        Wakeups wakeups = new Wakeups(sent::incrementAndGet);

        wakeups.send();
        assertThat(wakeups.end()).isFalse();
        assertThat(sent).hasValue(0);
        wakeups.begin();
        wakeups.send();
        wakeups.send();
        assertThat(wakeups.end()).isTrue();
        wakeups.send();

        assertThat(sent).hasValue(1);
    }

    @Test
    void aPollEndsOnlyWhenAWakeupThatHasBegunIsSent() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        Wakeups wakeups = new Wakeups(() -> {
            begun.countDown();
            for (int i = 0; i < LONG; i++) {
                Thread.yield();
            }
            done.set(true);
        });
        wakeups.begin();
        Thread other = new Thread(wakeups::send);
        other.start();
        begun.await();

        wakeups.end();

        assertThat(done).isTrue();
        other.join();
    }
}
