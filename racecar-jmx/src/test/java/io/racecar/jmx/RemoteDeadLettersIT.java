package io.racecar.jmx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.racecar.OutgoingMessage;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.management.JMX;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with dead letters from another JVM, through a connector that asks who it is. */
@Timeout(120)
@ExtendWith(RacecarExtension.class)
class RemoteDeadLettersIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectNames NAMES = new ObjectNames("io.racecar");
    private static final int COUNT = 3;

    @TempDir
    Path directory;

    private EmbeddedKafka kafka;
    private String topic;
    private RemoteApplication application;
    private DeadLettersMBean letters;

    /** Three messages have died. */
    @BeforeEach
    void start(EmbeddedKafka brokers, TestInfo test) throws Exception {
        kafka = brokers;
        topic = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        for (String it : new String[] {"", ".dead", ".elsewhere"}) {
            kafka.createTopic(topic + it, 1);
        }
        application = RemoteApplication.start(
                kafka.brokers(),
                directory.resolve("log"),
                Map.of("RACECAR_DEAD_LETTER_TOPIC", topic + ".dead", "RACECAR_DEAD_LETTER_AFTER_ATTEMPTS", "1"),
                topic);
        letters = JMX.newMBeanProxy(application.connect("alice"), NAMES.deadLetters(topic), DeadLettersMBean.class);
        for (int i = 0; i < COUNT; i++) {
            kafka.produce(OutgoingMessage.to(topic).key("k" + i).value(RemoteApplication.FAILS));
        }
        kafka.read(topic + ".dead", COUNT, LONG);
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void theyAreFoundPutBackAndDeleted() throws Exception {
        assertThat(letters.getTopic()).isEqualTo(topic + ".dead");
        assertThat(letters.getMatching()).isEqualTo(-1);
        assertThat(letters.getLetters().values()).isEmpty();
        letters.list("exception=IllegalStateException key=k1", 10);
        assertThat(result()).isEqualTo("1 dead letters, 0 of them put back");
        assertThat(letters.getMatching()).isEqualTo(1);
        assertThat((CompositeData) letters.getLetters().get(new Object[] {0, 1L}))
                .extracting(it -> it.get("key"), it -> it.get("from"), it -> it.get("message"))
                .containsExactly("k1", topic + "/0@1", "it fails, as it should");

        letters.redrive("", topic + ".elsewhere", 0, 2, true);
        assertThat(result()).isEqualTo("would put back 2 of 3 dead letters; 0 earlier; 1 are left");
        letters.redrive("", topic + ".elsewhere", 0, 2, false);
        assertThat(result()).isEqualTo("put back 2 of 3 dead letters; 0 earlier; 1 are left");
        assertThat(kafka.read(topic + ".elsewhere", 2, LONG))
                .extracting(it -> new String(it.keyBytes(), UTF_8))
                .containsExactly("k0", "k1");

        letters.purge("redriven", true);
        assertThat(result()).isEqualTo("would delete 2 dead letters, 0 of them never put back");
        letters.purge("redriven", false);
        assertThat(result()).isEqualTo("deleted 2 dead letters, 0 of them never put back");
        letters.list("", 10);
        assertThat(result()).isEqualTo("1 dead letters, 0 of them put back");
        assertThat(Files.readString(directory.resolve("log")))
                .contains(topic + ": purge redriven in " + topic + ".dead, as alice asked: deleted 2 dead letters");
    }

    @Test
    void whatTakesLongHoldsNobodyUpAndIsCancelled() throws Exception {
        letters.redrive("", topic + ".elsewhere", 0.001, 0, false);

        assertThat(letters.isRunning()).isTrue();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(letters.getProgress()).isEqualTo("has put back 1 of 3"));
        assertThatThrownBy(() -> letters.list("", 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "this is under way: %1$s: redrive into %1$s.elsewhere in %1$s.dead, as alice asked; wait for its"
                                + " end, or cancel it",
                        topic);
        assertThat(letters.getResult()).isNull();
        letters.cancel();
        assertThat(result()).isEqualTo("cancelled; put back 1 of 3 dead letters; 0 earlier; 2 are left");
        assertThatThrownBy(letters::cancel)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing runs that was begun here");
        letters.redrive("", topic + ".elsewhere", 0, 0, false);
        assertThat(result()).isEqualTo("put back 2 of 3 dead letters; 1 earlier; 0 are left");
    }

    @Test
    void whatMakesNoSenseIsRefusedAtOnce() {
        assertThatThrownBy(() -> letters.list("", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must be 1 to 1000 but was 0");
        assertThatThrownBy(() -> letters.redrive("", topic + ".dead", 0, 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("to must be another topic");
        assertThatThrownBy(() -> letters.redrive("", "", -1, 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("perSecond must be above 0");
        assertThatThrownBy(() -> letters.purge("everything", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither redriven nor all");
        assertThat(letters.getOperation()).isNull();
    }

    /** Of what runs. */
    private String result() {
        await().atMost(LONG).until(() -> !letters.isRunning());
        return letters.getResult();
    }
}
