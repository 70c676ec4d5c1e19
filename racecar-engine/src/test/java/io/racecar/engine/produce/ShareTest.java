package io.racecar.engine.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShareTest {

    @Test
    void messagesAreBounded() {
        Share share = new Share(2, 1000);

        assertThat(share.tryTake(1)).isTrue();
        assertThat(share.tryTake(1)).isTrue();
        assertThat(share.tryTake(1)).isFalse();
        share.giveBack(1);
        assertThat(share.tryTake(1)).isTrue();
        assertThat(share.messages()).isEqualTo(2);
    }

    @Test
    void bytesAreBounded() {
        Share share = new Share(100, 1000);

        assertThat(share.tryTake(600)).isTrue();
        assertThat(share.tryTake(401)).isFalse();
        assertThat(share.tryTake(400)).isTrue();
        share.giveBack(600);
        assertThat(share.tryTake(600)).isTrue();
    }

    @Test
    void aMessageLargerThanTheShareIsLetInAlone() {
        Share share = new Share(100, 1000);

        assertThat(share.tryTake(Integer.MAX_VALUE)).isTrue();
        assertThat(share.tryTake(1)).isFalse();
        share.giveBack(Integer.MAX_VALUE);
        assertThat(share.tryTake(1)).isTrue();
        assertThat(share.tryTake(1001)).isFalse();
    }

    @Test
    void waitsForRoom() {
        Share share = new Share(1, 1000);
        share.tryTake(1);
        Running second = Running.start(() -> assertThat(share.take(1)).isTrue()).awaitWaiting();
        assertThat(second.hasEnded()).isFalse();

        share.giveBack(1);

        assertThat(second.thrown()).isNull();
        assertThat(share.messages()).isEqualTo(1);
    }

    @Test
    void nobodyOvertakesWhoWaitsForMuch() {
        Share share = new Share(100, 1000);
        share.tryTake(1);
        Running large = Running.start(() -> share.take(5000)).awaitWaiting();

        assertThat(share.tryTake(1)).isFalse();

        share.giveBack(1);
        assertThat(large.thrown()).isNull();
    }

    @Test
    void takesNothingWhenInterrupted() {
        Share share = new Share(1, 1000);
        share.tryTake(1);
        Running first = Running.start(() -> share.take(1)).awaitWaiting();
        Running second = Running.start(() -> share.take(1)).awaitWaiting();

        second.interrupt();
        first.interrupt();

        assertThat(first.thrown()).isInstanceOf(InterruptedException.class);
        assertThat(second.thrown()).isInstanceOf(InterruptedException.class);
        share.giveBack(1);
        assertThat(share.messages()).isZero();
        assertThat(share.tryTake(1)).isTrue();
    }

    @Test
    void closingEndsAllWaiting() {
        Share share = new Share(1, 1000);
        share.tryTake(1);
        List<Running> waiting = IntStream.range(0, 3)
                .mapToObj(i ->
                        Running.start(() -> assertThat(share.take(1)).isFalse()).awaitWaiting())
                .toList();

        share.close();

        assertThat(waiting).allSatisfy(one -> assertThat(one.thrown()).isNull());
    }

    @Test
    void neverHoldsMoreThanItsBoundsAndLosesNothing() {
        Share share = new Share(3, 100);
        AtomicInteger messages = new AtomicInteger();
        AtomicInteger bytes = new AtomicInteger();
        List<Running> threads = IntStream.range(1, 7)
                .mapToObj(size -> Running.start(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        assertThat(share.take(size * 10)).isTrue();
                        assertThat(messages.incrementAndGet()).isLessThanOrEqualTo(3);
                        assertThat(bytes.addAndGet(size * 10)).isLessThanOrEqualTo(100);
                        bytes.addAndGet(-size * 10);
                        messages.decrementAndGet();
                        share.giveBack(size * 10);
                    }
                }))
                .toList();

        assertThat(threads).allSatisfy(thread -> assertThat(thread.thrown()).isNull());
        assertThat(share.messages()).isZero();
        assertThat(share.tryTake(100)).isTrue();
    }
}
