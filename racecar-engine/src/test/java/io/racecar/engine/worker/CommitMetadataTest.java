package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.racecar.engine.config.Ordering;
import io.racecar.engine.worker.CommitMetadata.Finished;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** O4, O5, L4: what a commit carries beside the offset. */
class CommitMetadataTest {
    private static final int ROOMY = 3_000;
    private static final String CLUSTER = "tested-cluster";

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ScriptedConsumer consumer = new ScriptedConsumer();

    @BeforeEach
    void listen() {
        logged.start();
        ((Logger) LoggerFactory.getLogger("io.racecar")).addAppender(logged);
    }

    @AfterEach
    void listenNoMore() {
        ((Logger) LoggerFactory.getLogger("io.racecar")).detachAppender(logged);
    }

    private List<String> warnings() {
        return logged.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(it -> it.contains("is ignored"))
                .toList();
    }

    private static Finished finished(String cluster, long base, int epoch) {
        return new Finished(
                cluster, base, epoch, epoch, new Runs.Builder().add(2, 4).build());
    }

    private static String text(Finished finished) {
        return new CommitMetadata(3, 0, -1, finished, null).text(ROOMY);
    }

    /** The values handled by a worker that starts on five messages with offset 1 committed. */
    private List<String> handledAfter(String metadata) {
        Rig rig =
                new RigPlan(consumer).settings(it -> it.ordering = Ordering.KEY).build();
        rig.append(T0, "a", "b", "c", "d", "e");
        rig.kafka.committed(T0, new OffsetAndMetadata(1, Optional.of(5), metadata));
        rig.assign(T0).run();
        rig.commit();
        assertThat(rig.committed(T0)).isEqualTo(5);
        return consumer.handled();
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        CommitMetadata all = new CommitMetadata(12, 2, 17, finished("cluster-1_X", 1, 5), null);

        assertThat(CommitMetadata.parse(all.text(ROOMY))).isEqualTo(all);
        assertThat(all.text(ROOMY))
                .startsWith("racecar/1 n=12 s=2 o=17 c=cluster-1_X b=1 e=5 l=5 f=")
                .matches("[ -~]*");
    }

    @Test
    void withoutAnythingToSayItIsShort() {
        assertThat(new CommitMetadata(4, 0).text(ROOMY)).isEqualTo("racecar/1 n=4 s=0");
        assertThat(new CommitMetadata(4, 0, -1, new Finished(CLUSTER, 1, 5, 5, Runs.NONE), null).text(ROOMY))
                .isEqualTo("racecar/1 n=4 s=0");
    }

    @Test
    void whatDoesNotFitIsLeftOutButNotWhatIsAlwaysThere() {
        CommitMetadata all = new CommitMetadata(4, 0, -1, finished(CLUSTER, 1, 5), null);
        int length = all.text(ROOMY).length();

        assertThat(all.text(length + 2)).isEqualTo(all.text(ROOMY));
        assertThat(all.text(length - 1)).isEqualTo("racecar/1 n=4 s=0");
        assertThat(all.text(0)).isEqualTo("racecar/1 n=4 s=0");
    }

    @Test
    void anEmptyTextSaysNothingAndIsNoProblem() {
        assertThat(CommitMetadata.parse("")).isEqualTo(CommitMetadata.NONE);
        assertThat(CommitMetadata.parse("").problem()).isNull();
    }

    @Test
    void theFirstFormHadNoOffsetOfWhatWasStuck() {
        CommitMetadata old = CommitMetadata.parse("racecar/1 n=4 s=1");

        assertThat(old).isEqualTo(new CommitMetadata(4, 1));
        assertThat(old.problem()).isNull();
    }

    @Test
    void fieldsOfLaterVersionsAreReadOver() {
        CommitMetadata known = new CommitMetadata(3, 0, -1, finished(CLUSTER, 1, 5), null);

        assertThat(CommitMetadata.parse("racecar/1 n=3 s=0 zz=9 y=")).isEqualTo(new CommitMetadata(3, 0));
        assertThat(CommitMetadata.parse(withField(known.text(ROOMY)))).isEqualTo(known);
    }

    /** As a later version would write it: the checksum stands last, and covers the new field. */
    private static String withField(String text) {
        String longer = text.replaceFirst(" k=.*", " w=new");
        CRC32C sum = new CRC32C();
        sum.update(longer.getBytes(StandardCharsets.US_ASCII));
        return longer + String.format(" k=%08x", sum.getValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "racecar/2 n=1", "racecar/1n=1", "racecar/1 N=1", "racecar/1 n=1\n", " racecar/1 n=1"})
    void foreignTextsAreAProblem(String text) {
        CommitMetadata read = CommitMetadata.parse(text);

        assertThat(read.problem()).isEqualTo("it is not of this version of Racecar");
        assertThat(read.partitions()).isZero();
        assertThat(read.finished()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n=3", "s=0", "b=1", "e=5", "c=tested", "f=", "k="})
    void eachFieldIsCoveredByTheChecksum(String field) {
        String broken = text(finished(CLUSTER, 1, 5)).replaceFirst(field, field + "1");

        CommitMetadata read = CommitMetadata.parse(broken);

        assertThat(read.finished()).isNull();
        assertThat(read.problem()).isEqualTo("its checksum is wrong");
    }

    @Test
    void aTextThatWasCutIsAProblem() {
        String cut = text(finished(CLUSTER, 1, 5)).replaceFirst(" k=.*", "");

        assertThat(CommitMetadata.parse(cut).problem()).isEqualTo("its checksum is wrong");
    }

    @Test
    void whatIsFinishedBeyondTheCommittedOffsetIsNotHandledAgain() {
        assertThat(handledAfter(text(finished(CLUSTER, 1, 5)))).containsExactly("b", "e");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whatBelongsToAnotherClusterIsIgnoredWithAWarning() {
        assertThat(handledAfter(text(finished("other", 1, 5)))).containsExactly("b", "c", "d", "e");
        assertThat(warnings()).singleElement().asString().contains("t/0", "offset 1", "cluster other, not for tested");
    }

    @Test
    void whatBelongsToAnotherOffsetIsIgnoredWithAWarning() {
        assertThat(handledAfter(text(finished(CLUSTER, 0, 5)))).containsExactly("b", "c", "d", "e");
        assertThat(warnings()).singleElement().asString().contains("written for offset 0 of leader epoch 5");
    }

    @Test
    void whatBelongsToAnotherLeaderEpochIsIgnoredWithAWarning() {
        assertThat(handledAfter(text(finished(CLUSTER, 1, 4)))).containsExactly("b", "c", "d", "e");
        assertThat(warnings()).singleElement().asString().contains("written for offset 1 of leader epoch 4");
    }

    @Test
    void whatIsNotOursIsIgnoredWithAWarning() {
        assertThat(handledAfter("somebody else's")).containsExactly("b", "c", "d", "e");
        assertThat(warnings()).singleElement().asString().contains("messages finished beyond it may be handled again");
    }
}
