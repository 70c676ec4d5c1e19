package io.racecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.RacecarListener.HandlingStarted;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.RacecarListener.Produced;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RacecarListenerTest {
    private final Partition partition = new Partition("events", 3);

    @Test
    void leavesAProducedMessageAsItIsUnlessOverridden() {
        OutgoingMessage message = OutgoingMessage.to("events").value("x");

        assertThat(new RacecarListener() {}.producing(message)).isSameAs(message);
    }

    @Test
    void eventsAboutMessagesDoNotShowTheirContent() {
        StoredMessage message = new StoredMessage("events", 3, 17);
        OutgoingMessage outgoing = OutgoingMessage.to("events").value(StoredMessage.CONTENT);

        assertThat(new HandlingStarted("archive", partition, List.of(message), false, 1).toString())
                .contains("events/3@17")
                .doesNotContain(StoredMessage.CONTENT);
        assertThat(new Produced("archive", outgoing, 6, 1, null).toString())
                .contains("message=events")
                .doesNotContain(StoredMessage.CONTENT);
    }

    @Test
    void eventsAboutLanesDoNotShowTheirKey() {
        assertThat(new LanePaused("archive", partition, StoredMessage.CONTENT, 17, Duration.ofSeconds(10), null))
                .hasToString("LanePaused[consumer=archive, partition=events/3, offset=17, duration=PT10S, error=null]");
        assertThat(new LaneResumed("archive", partition, StoredMessage.CONTENT, Duration.ofSeconds(10)))
                .hasToString("LaneResumed[consumer=archive, partition=events/3, paused=PT10S]");
    }
}
