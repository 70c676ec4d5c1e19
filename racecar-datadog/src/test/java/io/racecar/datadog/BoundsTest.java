package io.racecar.datadog;

import static io.racecar.datadog.Observed.ORDERS;
import static io.racecar.datadog.Observed.message;
import static io.racecar.datadog.Observed.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.RacecarListener.Produced;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions and topics come and go for as long as a process lives; what is kept of them does not grow with that. */
class BoundsTest {
    private static final String COUNTED =
            "racecar.consumer.messages:1|c|#client:shop,group_id:shop-orders,topic:orders,partition:3";

    private UdpAgent agent;
    private Observed observed;

    @BeforeEach
    void open() throws IOException {
        agent = new UdpAgent();
        observed = new Observed(agent);
    }

    @AfterEach
    void close() throws IOException {
        observed.close();
        agent.close();
    }

    private void handle() {
        observed.handled(message(ORDERS, 17), Duration.ofMillis(1));
    }

    private void revoke() {
        observed.events().partitionsRevoked(new PartitionsRevoked("orders", 0, Set.of(ORDERS), false));
    }

    private void flushForAMinute() {
        for (int i = 0; i < 31; i++) {
            observed.flush();
        }
    }

    @Test
    void whatAHandlerDoesAfterItsPartitionHasGoneIsCounted() throws IOException {
        handle();
        revoke();
        handle();
        observed.flush();

        assertThat(new Figures(agent.lines()).sum("consumer.messages")).isEqualTo(2);
    }

    @Test
    void whatIsKeptOfAPartitionThatHasGoneIsForgottenAfterAMinute() {
        handle();
        Series first = observed.consumer().partition(ORDERS).series();
        observed.flush();
        revoke();
        observed.flush();
        assertThat(observed.consumer().partition(ORDERS).series()).isSameAs(first);

        revoke();
        flushForAMinute();

        assertThat(observed.consumer().partition(ORDERS).series()).isNotSameAs(first);
    }

    @Test
    void aPartitionThatOnlyALateHandlerHasBroughtBackIsForgottenToo() throws IOException {
        revoke();
        handle();
        Series late = observed.consumer().partition(ORDERS).series();
        observed.look(ConsumerState.RUNNING, status(4, 0, Duration.ZERO, false));
        observed.flush();
        flushForAMinute();

        assertThat(agent.lines()).contains(COUNTED);
        assertThat(observed.consumer().partition(ORDERS).series()).isNotSameAs(late);
    }

    @Test
    void anIdlePartitionThatStaysIsKept() {
        handle();
        Series first = observed.consumer().partition(ORDERS).series();
        flushForAMinute();
        observed.look(ConsumerState.RUNNING, status(3, 0, Duration.ZERO, false));

        assertThat(observed.consumer().partition(ORDERS).series()).isSameAs(first);
    }

    @Test
    void topicsBeyondAThousandAreCountedTogether() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ProducerMeter.MOST_TOPICS + 50; i++) {
            OutgoingMessage message = OutgoingMessage.to("topic-" + i).value("v");
            observed.events().produced(new Produced(null, message, 0, 0, new IllegalStateException("no such topic")));
            if (i % 100 == 99) {
                observed.flush();
                lines.addAll(agent.lines());
            }
        }
        observed.flush();
        lines.addAll(agent.lines());

        assertThat(lines).contains("racecar.producer.produce.errors:50|c|#client:shop,topic:other");
        assertThat(new Figures(lines).sum("producer.produce.errors")).isEqualTo(ProducerMeter.MOST_TOPICS + 50);
    }
}
