package io.racecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.ConsumerState;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.process.LivenessFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RacecarExtension.class)
class LivenessFileIT {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void isOldWhileAHandlerIsStuck(EmbeddedKafka kafka) {
        try (Racecar racecar = start(kafka, "stuck", "10s", (message, context) -> released.await())) {
            await().until(this::isAlive);

            await().until(() -> state(racecar) == ConsumerState.STUCK);
            await().until(() -> !isAlive());

            released.countDown();
            await().until(this::isAlive);
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void isOldOnceAConsumerHasFailed(EmbeddedKafka kafka) {
        try (Racecar racecar = start(kafka, "failed", "0", (message, context) -> {
            throw new IllegalStateException("no use");
        })) {
            await().until(() -> state(racecar) == ConsumerState.FAILED);
            await().until(() -> !isAlive());
        }
    }

    @Test
    void isTouchedWhileAMessageFails(EmbeddedKafka kafka) throws IOException {
        try (Racecar racecar = start(kafka, "failing", "10s", (message, context) -> {
            throw new IllegalStateException("no use");
        })) {
            await().until(() -> racecar.consumer("failing").status().failed() > 0);
            Files.setLastModifiedTime(file(), FileTime.from(Instant.EPOCH));

            await().until(this::isAlive);
        }
    }

    private Racecar start(EmbeddedKafka kafka, String topic, String pauseTimeout, MessageConsumer<String> consumer) {
        kafka.createTopic(topic, 1);
        kafka.produce(OutgoingMessage.to(topic).value("message"));
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", kafka.brokers())
                .set("pauseTimeout", pauseTimeout)
                .set("maxPollInterval", "3s")
                .set("rebalanceTimeout", "2s")
                .set("shutdownTimeout", "2s")
                .set("livenessProbe.enabled", true)
                .set("livenessProbe.filePath", file())
                .set("livenessProbe.maxInterval", LIMIT)
                .build();
        Racecar racecar =
                Racecar.builder(config).consumer(topic, String.class, consumer).build();
        racecar.start();
        return racecar;
    }

    private static ConsumerState state(Racecar racecar) {
        return racecar.consumers().get(0).state();
    }

    private boolean isAlive() {
        return LivenessFile.isAlive(file(), LIMIT);
    }

    private Path file() {
        return directory.resolve("alive");
    }
}
