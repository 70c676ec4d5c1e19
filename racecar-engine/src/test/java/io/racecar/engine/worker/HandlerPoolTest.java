package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandlerPoolTest {
    @Test
    void hooksComeBeforeTurnsAndInTheirOwnOrder() throws Exception {
        HandlerPool pool = new HandlerPool(1, Executors.defaultThreadFactory());
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(4);
        List<String> ran = new CopyOnWriteArrayList<>();

        pool.execute(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        for (String turn : List.of("first turn", "second turn")) {
            pool.execute(() -> {
                ran.add(turn);
                done.countDown();
            });
        }
        for (String hook : List.of("revoked", "assigned")) {
            pool.executeFirst(() -> {
                ran.add(hook);
                done.countDown();
            });
        }
        busy.countDown();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly("revoked", "assigned", "first turn", "second turn");
        pool.shutdown();
    }
}
