package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

/** L2: wakeups go only to polls, at most one to each. */
class ClientTest {
    private static final Duration LONG = Duration.ofSeconds(1);
    private final FakeClient kafka = new FakeClient(new FakeKafka(), 10);
    private final Client client = new Client(kafka);

    private void poll() {
        client.poll(LONG, () -> false);
    }

    @Test
    void nothingIsWokenUpOutsideOfAPoll() {
        client.wakeUp();
        poll();
        client.wakeUp();

        assertThat(kafka.wakeups()).isZero();
    }

    @Test
    void aPollIsWokenUpOnceHoweverManyAskForIt() {
        kafka.whileWaiting(nanos -> {
            client.wakeUp();
            client.wakeUp();
        });

        poll();

        assertThat(kafka.wakeups()).isEqualTo(1);
    }

    @Test
    void aPollThatIsWokenUpReturnsNothingAndTheNextOneGoesOn() {
        kafka.whileWaiting(nanos -> client.wakeUp());

        assertThat(client.poll(LONG, () -> false).isEmpty()).isTrue();
        kafka.whileWaiting(nanos -> {});
        poll();
    }

    @Test
    void whatIsPressingIsAskedWhenWakeupsArePossibleAndMakesThePollShort() {
        client.poll(LONG, () -> {
            client.wakeUp();
            return true;
        });

        assertThat(kafka.wakeups()).isEqualTo(1);
        assertThat(kafka.lastPollTimeout()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aCallbackIsNotWokenUp() {
        kafka.schedulePollTask(() -> {
            client.enterCallback();
            client.wakeUp();
        });

        poll();

        assertThat(kafka.wakeups()).isZero();
    }

    @Test
    void thePollAroundACallbackCanBeWokenUpAgain() {
        kafka.schedulePollTask(() -> {
            client.enterCallback();
            client.leaveCallback(() -> false);
        });
        kafka.whileWaiting(nanos -> client.wakeUp());

        poll();

        assertThat(kafka.wakeups()).isEqualTo(1);
    }

    @Test
    void whatCameUpDuringACallbackEndsThePoll() {
        kafka.schedulePollTask(() -> {
            client.enterCallback();
            client.leaveCallback(() -> true);
        });

        poll();

        assertThat(kafka.wakeups()).isEqualTo(1);
    }

    @Test
    void aCallbackOfACloseLeavesNothingToBeWokenUp() {
        client.enterCallback();
        client.leaveCallback(() -> true);

        client.wakeUp();

        assertThat(kafka.wakeups()).isZero();
    }

    @Test
    void aBlockingCallThatALateWakeupHitsIsRepeatedOnce() {
        Queue<RuntimeException> errors = new ArrayDeque<>(List.of(new WakeupException()));
        assertThat(client.call(() -> answer(errors))).isEqualTo("answer");

        errors.addAll(List.of(new WakeupException(), new WakeupException()));
        assertThatThrownBy(() -> client.call(() -> answer(errors))).isInstanceOf(WakeupException.class);
    }

    private static String answer(Queue<RuntimeException> errors) {
        RuntimeException next = errors.poll();
        if (next != null) {
            throw next;
        }
        return "answer";
    }
}
