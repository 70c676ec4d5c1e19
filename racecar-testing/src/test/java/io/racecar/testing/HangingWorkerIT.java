package io.racecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.Partition;
import io.racecar.RacecarListener;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.PartitionStatus;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One of two workers whose poll thread hangs, as in a rebalance that waits for a handler. */
@ExtendWith(RacecarExtension.class)
class HangingWorkerIT {
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean toHang;

    @Test
    void theOtherOneIsSteeredMeanwhile(EmbeddedKafka kafka) throws InterruptedException {
        kafka.createTopic("steered", 2);
        try (Racecar racecar = Racecar.builder(RacecarConfig.builder()
                        .environment(Map.of())
                        .set("brokers", kafka.brokers())
                        .set("parallelWorkers", 2)
                        .build())
                .consumer("steered", String.class, (message, context) -> {})
                .listener(new Hang())
                .build()) {
            racecar.start();
            ConsumerControl control = racecar.consumer("steered");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> control.status().partitions().stream()
                                    .map(PartitionStatus::worker)
                                    .distinct()
                                    .count()
                            == 2);
            Partition partition = control.status().partitions().stream()
                    .filter(it -> it.worker() == 1)
                    .findFirst()
                    .orElseThrow()
                    .partition();
            toHang = true;
            hangs.await();

            control.pause(partition);

            assertThat(control.status().partitions())
                    .as("of the one that answers")
                    .singleElement()
                    .satisfies(it -> assertThat(it.paused()).isTrue());
            released.countDown();
        }
    }

    private final class Hang implements RacecarListener {
        @Override
        public void polled(Polled event) {
            if (toHang && event.worker() == 0) {
                hangs.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
