package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What the client of a share group's member knows to be unsent (G1). */
class ShareClientTest {
    private final FakeShareClient kafka = new FakeShareClient();
    private final ShareClient client = new ShareClient(() -> kafka);

    private void pollAndAcknowledge() {
        kafka.add(1, "a");
        client.subscribe(Set.of("t"));
        for (ConsumerRecord<byte[], byte[]> it : client.poll(Duration.ZERO, () -> true)) {
            client.acknowledge(it, AcknowledgeType.ACCEPT);
        }
    }

    @Test
    void aPollSendsWhatIsAcknowledged() {
        pollAndAcknowledge();
        assertThat(client.hasUnsent()).isTrue();

        client.poll(Duration.ZERO, () -> true);

        assertThat(client.hasUnsent()).isFalse();
        assertThat(kafka.sent()).containsExactly("ACCEPT 0");
    }

    @Test
    void aPollThatIsWokenUpMayNotHaveSentIt() {
        pollAndAcknowledge();
        kafka.wakeNextPoll();

        assertThat(client.poll(Duration.ZERO, () -> true)).isEmpty();

        assertThat(client.hasUnsent()).isTrue();
        assertThat(kafka.sent()).isEmpty();
    }
}
