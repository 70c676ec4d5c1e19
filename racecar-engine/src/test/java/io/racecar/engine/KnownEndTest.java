package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KnownEndTest {
    private static final long LONG = Long.MAX_VALUE;

    private final KnownEnd known = new KnownEnd();

    @Test
    void nothingIsKnownBeforeTheFirstAnswer() {
        assertThat(known.offset(0, 0, LONG)).isEqualTo(-1);
        assertThat(known.aheadFor(0, 0)).isZero();
    }

    @Test
    void anEndIsNeverBelowWhatIsFinished() {
        known.seen(10, 5, 1);

        assertThat(known.offset(8, 2, LONG)).isEqualTo(10);
        assertThat(known.offset(12, 2, LONG)).isEqualTo(12);
    }

    @Test
    void anOldAnswerIsNone() {
        known.seen(10, 5, 100);

        assertThat(known.offset(5, 130, 30)).isEqualTo(10);
        assertThat(known.offset(5, 131, 30)).isEqualTo(-1);
    }

    @Test
    void anEndIsAheadSinceItWasFirstSeenSo() {
        known.seen(10, 10, 0);
        known.seen(12, 10, 1_000);
        known.seen(12, 10, 2_000);

        assertThat(known.aheadFor(10, 3_500)).isEqualTo(Duration.ofNanos(2_500));
        assertThat(known.aheadFor(12, 3_500)).isZero();
    }

    @Test
    void whoKeepsUpIsNotBehindForLongerThanTheEndThatIsNotReached() {
        for (int i = 1; i <= 1_000; i++) {
            known.seen(i * 10L, i * 10L - 3, i * 1_000L); // never at the end at that moment
        }

        assertThat(known.aheadFor(9_997, 1_000_500)).isEqualTo(Duration.ofNanos(500));
    }

    @Test
    void theOldestEndThatIsNotReachedCounts() {
        known.seen(10, 0, 1_000);
        known.seen(20, 0, 2_000);
        known.seen(30, 0, 3_000);

        assertThat(known.aheadFor(9, 4_000)).isEqualTo(Duration.ofNanos(3_000));
        assertThat(known.aheadFor(10, 4_000)).isEqualTo(Duration.ofNanos(2_000));
        assertThat(known.aheadFor(29, 4_000)).isEqualTo(Duration.ofNanos(1_000));
    }

    @Test
    void whoIsBehindForEverTakesNoMoreRoomAndStaysBehindSinceTheBeginning() {
        for (int i = 1; i <= 100_000; i++) {
            known.seen(i, 0, i);
        }

        assertThat(known.aheadFor(0, 100_000)).isEqualTo(Duration.ofNanos(99_999));
        assertThat(known.aheadFor(99_999, 100_000)).isZero();
    }

    @Test
    void whatWasFinishedAndSoughtBackToIsAheadOnlySinceThen() {
        known.seen(10, 10, 1_000);

        known.seen(10, 0, 5_000);

        assertThat(known.aheadFor(0, 6_000)).isEqualTo(Duration.ofNanos(1_000));
    }

    @Test
    void endsBeyondThePresentOneAreOfATopicThatIsNoMore() {
        known.seen(100, 90, 1_000);

        known.seen(5, 0, 2_000);

        assertThat(known.offset(0, 2_000, LONG)).isEqualTo(5);
        assertThat(known.aheadFor(0, 3_000)).isEqualTo(Duration.ofNanos(1_000));
    }

    @Test
    void absencesAreCountedInARow() {
        assertThat(known.present(false)).isEqualTo(1);
        assertThat(known.present(false)).isEqualTo(2);
        assertThat(known.present(true)).isZero();
        assertThat(known.present(false)).isEqualTo(1);
    }
}
