package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CompletableFuture<Boolean> hanging = new CompletableFuture<>();
    private final CompletableFuture<Boolean> other = CompletableFuture.completedFuture(false);
    private final CompletableFuture<Boolean> owner = CompletableFuture.completedFuture(true);
    private final CompletableFuture<Boolean> gone =
            CompletableFuture.failedFuture(new IllegalStateException("no client"));

    @Test
    void aWorkerThatHangsDoesNotKeepTheOneThatIsMeantFromAnswering() {
        assertThat(answers(LONG).first(List.of(hanging, other, owner), it -> it))
                .hasValue(true);
        assertThat(hanging).as("not done any more").isCancelled();
    }

    @Test
    void theOneThatIsMeantMayAnswerLast() {
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        List<CompletableFuture<Boolean>> asked = List.of(late, other, gone);
        new Thread(() -> late.complete(true)).start();

        assertThat(answers(LONG).first(asked, it -> it)).hasValue(true);
    }

    @Test
    void itIsKnownThatNobodyIsMeantOnceAllHaveAnsweredOrAreGone() {
        assertThat(answers(LONG).first(List.of(other, gone), it -> it)).isEmpty();
        assertThat(answers(LONG).first(List.<CompletableFuture<Boolean>>of(), it -> it))
                .isEmpty();
    }

    @Test
    void whatIsNotKnownInTimeIsNotDoneAnyMore() {
        assertThatThrownBy(() -> answers(SHORT).first(List.of(hanging, other), it -> it))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("1 of 2 workers of orders did not answer within 0 s")
                .hasMessageEndingWith("look at the status, then try again");
        assertThat(hanging).isCancelled();
    }

    @Test
    void whatAllAreToDoIsDoneLaterByThoseThatHang() {
        assertThatThrownBy(() -> answers(SHORT).all(List.of(hanging, owner), "paused"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("orders is to be paused, but 1 of 2 workers of orders did not answer")
                .hasMessageContaining("it does so as soon as that is over");
        assertThat(hanging).isNotDone();
    }

    @Test
    void aRefusalIsToldInItsOwnWords() {
        assertThatThrownBy(() -> answers(LONG).await(gone, LONG, () -> "late")).hasMessage("no client");
        assertThatThrownBy(() -> answers(LONG).await(hanging, SHORT, () -> "late"))
                .hasMessage("late");
    }

    @Test
    void aStatusHasWhatIsKnownNow() {
        CompletableFuture<List<String>> silent = new CompletableFuture<>();

        assertThat(answers(LONG).now(List.of(silent, CompletableFuture.completedFuture(List.of("orders/0")))))
                .containsExactly("orders/0");
        assertThat(silent).isCancelled();
    }

    private static Answers answers(Duration longest) {
        return new Answers("orders", longest);
    }
}
