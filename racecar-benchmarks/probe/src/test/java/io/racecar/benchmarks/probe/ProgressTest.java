package io.racecar.benchmarks.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgressTest {

    static List<Function<Milestones, Progress>> counters() {
        return List.of(OneThreadProgress::new, ManyThreadsProgress::new);
    }

    @ParameterizedTest
    @MethodSource("counters")
    void takesSamplesAtTheFirstTheMiddleAndTheLastMessage(Function<Milestones, Progress> counter) throws Exception {
        Milestones milestones = new Milestones(5);
        Progress progress = counter.apply(milestones);

        progress.handled();
        assertThat(milestones.first()).isNotSameAs(Sample.NONE);
        progress.handled();
        assertThat(milestones.middle()).isSameAs(Sample.NONE);
        progress.handled();
        assertThat(milestones.middle()).isNotSameAs(Sample.NONE);
        assertThat(milestones.secondHalf()).isEqualTo(2);
        progress.handled();
        assertThat(milestones.last()).isSameAs(Sample.NONE);
        progress.handled();
        assertThat(milestones.last()).isNotSameAs(Sample.NONE);
        milestones.await();
    }

    @ParameterizedTest
    @MethodSource("counters")
    void oneMessageIsTheFirstAndTheLast(Function<Milestones, Progress> counter) throws Exception {
        Milestones milestones = new Milestones(1);

        counter.apply(milestones).handled();

        milestones.await();
        assertThat(milestones.first()).isSameAs(milestones.last()).isSameAs(milestones.middle());
    }

    @Test
    void manyThreadsLoseNone() throws Exception {
        Milestones milestones = new Milestones(40_000);
        Progress progress = new ManyThreadsProgress(milestones);

        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < 10_000; i++) {
                                progress.handled();
                            }
                        }))
                        .limit(4)
                        .toArray(CompletableFuture<?>[]::new))
                .join();

        milestones.await();
        assertThat(milestones.last().nanos())
                .isGreaterThanOrEqualTo(milestones.first().nanos());
    }

    @Test
    void refusesToCountToNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Milestones(0))
                .withMessage("records must be 1 or more but was 0");
    }
}
