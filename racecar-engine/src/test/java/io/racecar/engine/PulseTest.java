package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PulseTest {
    private static final List<String> ONE = List.of("worker");

    private final List<CompletableFuture<Boolean>> asked = new ArrayList<>();
    private long nanos;
    private final Pulse<String> pulse = new Pulse<>(worker -> ask(), Duration.ofSeconds(300), () -> nanos);

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "RUNNING", "PAUSED", "STOPPING", "STOPPED"})
    void beatsInStatesThatAreWell(ConsumerState state) {
        assertThat(pulse.beats(state, ONE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"STUCK", "FAILED"})
    void doesNotBeatWhereAHandlerIsStuckOrTheConsumerHasFailed(ConsumerState state) {
        assertThat(pulse.beats(state, ONE)).isFalse();
    }

    @Test
    void aPollThreadMayBeSilentAsLongAsAPollMayTake() {
        pulse.beats(ConsumerState.RUNNING, ONE);

        after(300);
        assertThat(pulse.beats(ConsumerState.RUNNING, ONE)).isTrue();
        after(1);
        assertThat(pulse.beats(ConsumerState.RUNNING, ONE)).isFalse();
        assertThat(asked).hasSize(1);

        asked.get(0).complete(true);
        assertThat(pulse.beats(ConsumerState.RUNNING, ONE)).isTrue();
        assertThat(asked).hasSize(2);
    }

    @Test
    void eachAnswerCountsFromItsQuestion() {
        for (int i = 0; i < 10; i++) {
            assertThat(pulse.beats(ConsumerState.RUNNING, ONE)).isTrue();
            after(200);
            asked.get(i).complete(true);
        }
        assertThat(asked).hasSize(10);
    }

    @Test
    void havingNoClientForNowIsAnAnswer() {
        pulse.beats(ConsumerState.RUNNING, ONE);
        asked.get(0).completeExceptionally(new IllegalStateException("no client"));
        after(301);

        assertThat(pulse.beats(ConsumerState.STARTING, ONE)).isTrue();
    }

    @Test
    void aWorkerThatIsReplacedIsForgotten() {
        pulse.beats(ConsumerState.RUNNING, ONE);
        after(301);

        assertThat(pulse.beats(ConsumerState.RUNNING, List.of("another"))).isTrue();
    }

    private CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    private void after(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }
}
