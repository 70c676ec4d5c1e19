package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.Partition;
import io.racecar.engine.ConsumerControl;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class SteeredConsumerTest {
    private final FakeControl control = new FakeControl();
    private final AtomicLong nanos = new AtomicLong();
    private final SteeredConsumer consumer = new SteeredConsumer(control, nanos::get);
    private final PartitionBean partition = new PartitionBean(consumer, FakeControl.PARTITION);

    @Test
    void attributesThatAreReadTogetherAskOnce() {
        assertThat(partition.getPosition()).isEqualTo(17);
        assertThat(partition.getCommitted()).isEqualTo(16);
        assertThat(partition.getCommittedLag()).isEqualTo(partition.getEnd() - 16);
        assertThat(partition.getTimeLagMillis()).isEqualTo(1500);
        assertThat(partition.getPausedUntil()).isEqualTo("2026-11-22T12:00:00Z");

        assertThat(control.asked).isEqualTo(1);
    }

    @Test
    void aStatusIsAskedForAgainAfterAMoment() {
        partition.getPosition();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        partition.getPosition();

        assertThat(control.asked).isEqualTo(2);
    }

    @Test
    void aStatusIsAskedForAgainAfterAnOperation() {
        partition.getPosition();
        partition.resume();
        partition.getPosition();

        assertThat(control.asked).isEqualTo(2);
    }

    @Test
    void operationsReachTheirPartition() {
        partition.pause();
        partition.retryNow();
        partition.skip(17);
        partition.seek(5);
        partition.seekToTime(" 2026-11-22T14:00:00+02:00 ");

        assertThat(control.calls)
                .containsExactly(
                        "pause orders/3",
                        "retryNow orders/3",
                        "skip orders/3@17 for JMX",
                        "seek orders/3@5",
                        "seek orders/3 to 2026-11-22T12:00:00Z");
    }

    @Test
    void theRateIsAnAttributeAndZeroIsNoLimit() {
        ConsumerBean bean = new ConsumerBean(consumer);
        assertThat(bean.getMaxMessagesPerSecond()).isZero();

        bean.setMaxMessagesPerSecond(2.5);
        assertThat(bean.getMaxMessagesPerSecond()).isEqualTo(2.5);

        bean.setMaxMessagesPerSecond(0);
        assertThat(bean.getMaxMessagesPerSecond()).isZero();
        assertThat(control.calls).containsExactly("limit 2.5", "unlimit");
    }

    @Test
    void aRateThatIsRefusedIsAnIllegalArgument() {
        control.refusal = new IllegalArgumentException("maxMessagesPerSecond must be positive");

        assertThatThrownBy(() -> new ConsumerBean(consumer).setMaxMessagesPerSecond(-1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxMessagesPerSecond must be positive");
    }

    @Test
    void onlyExceptionsOfTheJdkLeaveIt() {
        control.refusal = new KafkaException("the broker says no", new KafkaException("why"));

        assertThatThrownBy(() -> consumer.steer(ConsumerControl::pause))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("the broker says no")
                .hasNoCause()
                .hasNoSuppressedExceptions();
    }

    @Test
    void anExceptionWithoutATextIsNamed() {
        control.refusal = new NullPointerException();

        assertThatThrownBy(() -> consumer.steer(ConsumerControl::pause)).hasMessage("java.lang.NullPointerException");
    }

    @Test
    void aPartitionThatMovesFromWorkerToWorkerIsThereOnce() {
        control.owners = 2;

        assertThat(new ConsumerBean(consumer).getPartitions().values()).hasSize(1);
        assertThat(partition.getPosition()).isEqualTo(17);
    }

    @Test
    void aPartitionThatIsGoneSaysSo() {
        assertThatThrownBy(() -> consumer.status(new Partition("orders", 4)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("orders/4 is not assigned to orders in this process now");
    }
}
