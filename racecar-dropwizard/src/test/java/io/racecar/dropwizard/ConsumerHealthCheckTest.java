package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.health.HealthCheck.Result;
import io.racecar.ConsumerState;
import io.racecar.Partition;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsumerHealthCheckTest {

    private final AtomicLong nanos = new AtomicLong();
    private ConsumerStatus status = status(ConsumerState.STARTING, null);
    private final ConsumerHealthCheck check = new ConsumerHealthCheck(() -> status, nanos::get);

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "PAUSED", "STOPPING", "STOPPED"})
    void isHealthyInStatesThatAreMeant(ConsumerState state) {
        status = status(state, null);

        Result result = check.execute();

        assertThat(result.isHealthy()).isTrue();
        assertThat(result.getMessage()).isEqualTo(state.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"STUCK", "FAILED"})
    void isUnhealthyWhereWorkHasStopped(ConsumerState state) {
        status = status(state, "java.lang.IllegalStateException: no");

        Result result = check.execute();

        assertThat(result.isHealthy()).isFalse();
        assertThat(result.getMessage()).isEqualTo(state + ", last error: java.lang.IllegalStateException: no");
    }

    @Test
    void aPartitionThatPausesLeavesItHealthyAndIsNamed() {
        PartitionStatus failing = new PartitionStatus(
                new Partition("user_banned", 3), 0, 18, 17, 20, 3, Duration.ofSeconds(4), 17, 2, false, null);
        status = new ConsumerStatus(
                "c", "g", ConsumerState.RUNNING, 1, List.of(failing), 5, 2, 0, 0, 3, Duration.ofSeconds(4), "boom");

        Result result = check.execute();

        assertThat(result.isHealthy()).isTrue();
        assertThat(result.getMessage()).isEqualTo("RUNNING, failing: user_banned/3@17 at attempt 2, last error: boom");
        assertThat(result.getDetails()).containsEntry("failing", List.of("user_banned/3@17 at attempt 2"));
    }

    @Test
    void startingIsHealthyForAWhileOnly() {
        assertThat(check.execute().isHealthy()).isTrue();

        nanos.addAndGet(ConsumerHealthCheck.STARTING_LIMIT.toNanos() - 1);
        assertThat(check.execute().isHealthy()).isTrue();

        nanos.incrementAndGet();
        assertThat(check.execute().isHealthy()).isFalse();
    }

    @Test
    void startingAgainGetsTheWholeTimeAgain() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        status = status(ConsumerState.RUNNING, null);
        assertThat(check.execute().isHealthy()).isTrue();

        status = status(ConsumerState.STARTING, null);
        nanos.incrementAndGet();

        assertThat(check.execute().isHealthy()).isTrue();
    }

    @Test
    void startingWithAnErrorIsUnhealthyAtOnce() {
        status = status(ConsumerState.STARTING, "no broker of localhost:1 can be reached");

        Result result = check.execute();

        assertThat(result.isHealthy()).isFalse();
        assertThat(result.getMessage()).isEqualTo("STARTING, last error: no broker of localhost:1 can be reached");
    }

    private static ConsumerStatus status(ConsumerState state, @Nullable String lastError) {
        return new ConsumerStatus("c", "g", state, 1, List.of(), 0, 0, 0, 0, 0, Duration.ZERO, lastError);
    }
}
