package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.OutgoingMessage;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import io.racecar.testing.EmbeddedKafka;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What members of a share group make of messages that cannot be read, and of what is missing or out of reach (G1). */
class ShareGroupTroubleIT {
    @TempDir
    static Path directory;

    private static SharedBrokers brokers;

    @BeforeAll
    static void start() {
        brokers = new SharedBrokers(EmbeddedKafka.builder().dataDirectory(directory));
        brokers.start();
    }

    @AfterAll
    static void stop() {
        brokers.stop();
    }

    /** Changes the last byte of what the broker has of a partition, and back again the next time. */
    private static void corrupt(String topic, int partition) throws IOException {
        Path log;
        try (Stream<Path> files = Files.walk(directory)) {
            log = files.filter(it -> it.endsWith(Path.of(topic + "-" + partition, "00000000000000000000.log")))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(file.length() - 1);
            int last = file.read();
            file.seek(file.length() - 1);
            file.write(~last);
        }
    }

    private static void produce(String topic, int partition, int number) {
        brokers.kafka().produce(OutgoingMessage.to(topic).partition(partition).value(Integer.toString(number)));
    }

    @Test
    void whatCannotBeReadIsToldAndHandledOnceItCan() throws IOException {
        try (ShareTask task = new ShareTask(brokers, "unreadable", 2)) {
            produce("unreadable", 1, 0);
            corrupt("unreadable", 1); // alone: what a poll brings with other messages the client rejects in silence
            Racecar racecar = task.start((message, context) -> {});

            ShareTask.await(() -> assertThat(status(racecar).lastError())
                    .contains("unreadable/1@0", "CorruptRecordException", "is invalid"));
            corrupt("unreadable", 1);
            produce("unreadable", 0, 1);
            produce("unreadable", 0, 2);

            ShareTask.await(() -> assertThat(task.attempts()).containsOnlyKeys(0, 1, 2));
            assertThat(task.attempts().get(0)).allSatisfy(it -> assertThat(it).isGreaterThan(1));
            assertThat(task.deadLetters()).isEmpty();
        }
    }

    @Test
    void aTopicThatDoesNotExistYetIsWaitedFor() {
        try (ShareTask task = new ShareTask(brokers, "present", 1)) {
            Racecar racecar = task.start(task.set("groupId", "waiting")
                    .builder()
                    .consumer("made-later", String.class, (message, context) -> {}));
            ShareTask.await(() -> assertThat(status(racecar).state()).isEqualTo(ConsumerState.RUNNING));
            brokers.kafka().createTopic("made-later", 1);
            produce("made-later", 0, 1);

            ShareTask.await(() -> assertThat(status(racecar).processed()).isEqualTo(1));
            assertThat(status(racecar).lastError()).isNull();
        }
    }

    @Test
    void brokersThatCannotBeReachedAreToldAndHoldUpNoStop() {
        try (ShareTask task = new ShareTask(brokers, "out-of-reach", 1)) {
            Racecar racecar = task.set("brokers", "localhost:1")
                    .set("socketTimeout", "30s")
                    .start((message, context) -> {});
            ShareTask.await(
                    () -> assertThat(status(racecar).lastError()).contains("no broker can be reached at localhost:1"));

            racecar.close();
            assertThat(status(racecar).state()).isEqualTo(ConsumerState.STOPPED);
        }
    }

    @Test
    void aGroupThatIsDeletedWhileItsOnlyMemberIsAwayStartsAnew() throws Exception {
        try (ShareTask task = new ShareTask(brokers, "deleted", 1).produce(3)) {
            Racecar racecar = task.start((message, context) -> {});
            task.awaitDone(racecar);
            racecar.consumer("deleted").pause();
            ShareTask.await(() -> assertThat(brokers.shareMembers("deleted")).isZero());
            SharedBrokers.get(
                    brokers.admin().deleteShareGroups(Set.of("deleted")).all());
            racecar.consumer("deleted").resume();

            ShareTask.await(() -> assertThat(task.attempts())
                    .isEqualTo(Map.of(0, List.of(1, 1), 1, List.of(1, 1), 2, List.of(1, 1))));
        }
    }

    private static ConsumerStatus status(Racecar racecar) {
        return racecar.consumers().get(0);
    }
}
