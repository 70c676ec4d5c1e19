package io.racecar.benchmarks.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RunTest {

    @Test
    void isReadFromArguments() {
        Run run = new Run(Arguments.parse(
                "task=MESSAGE", "records=7", "topic=t", "set.ordering=key", "set.fetch.min.bytes=1", "set.odd=a=b"));

        assertThat(run.task()).isEqualTo(Task.MESSAGE);
        assertThat(run.topic()).isEqualTo("t");
        assertThat(run.milestones().total()).isEqualTo(7);
        assertThat(run.settings())
                .containsEntry("ordering", "key")
                .containsEntry("fetch.min.bytes", "1")
                .containsEntry("odd", "a=b")
                .hasSize(3);
    }

    @Test
    void saysWhichArgumentIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("task=MESSAGE").text("topic"))
                .withMessage("argument topic= is missing");
        assertThatIllegalArgumentException().isThrownBy(() -> Arguments.parse("nonsense"));
    }

    @Test
    void thePoisonedKeyFailsAndIsNotCounted() throws Exception {
        Run run = new Run(Arguments.parse("task=POISON", "records=1"));
        Work work = run.work(run.oneThread());

        assertThatIllegalStateException().isThrownBy(() -> work.handle("k0".getBytes(UTF_8), new byte[0]));
        assertThat(run.milestones().first()).isSameAs(Sample.NONE);

        work.handle("k1".getBytes(UTF_8), new byte[0]);
        run.milestones().await();
    }

    @Test
    void latenciesLeaveTheFirstMessagesOut() throws Exception {
        Run run = new Run(Arguments.parse("task=LATENCY", "records=102", "ignored=2"));
        Work work = run.work(run.oneThread());
        long now = Sample.epochMicrosNow();

        for (int message = 1; message <= 102; message++) {
            boolean ignored = message <= 2;
            long hoursAgo = ignored ? 10_000 : message - 2;
            work.handle(null, sentAt(now - hoursAgo * 3_600_000_000L));
        }

        assertThat(run.latencies().percentile(50) / 3_600_000_000L).isEqualTo(50);
        assertThat(run.latencies().percentile(99) / 3_600_000_000L).isEqualTo(99);
    }

    @Test
    void reportsOneLineOfJson() {
        assertThat(new Report().with("records", 7).with("nanos", 12).json()).isEqualTo("{\"records\":7,\"nanos\":12}");
    }

    private static byte[] sentAt(long epochMicros) {
        return ByteBuffer.allocate(100).putLong(epochMicros).array();
    }
}
