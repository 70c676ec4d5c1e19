package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.health.HealthCheck.Result;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProducerHealthCheckTest {

    private final AtomicLong nanos = new AtomicLong();
    private final ProducerHealthCheck check = new ProducerHealthCheck(nanos::get);

    @Test
    void isHealthyBeforeAnythingWasProduced() {
        assertThat(check.execute().isHealthy()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"TOO_LARGE", "RECORD_LIST_TOO_LARGE", "CLOSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void isUnhealthyWhileTheLatestMessageCouldNotBeDelivered(Reason reason) {
        check.note(failure(reason));

        Result result = check.execute();

        assertThat(result.isHealthy()).isFalse();
        assertThat(result.getMessage()).isEqualTo(reason + ": why");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"TOO_LARGE", "RECORD_LIST_TOO_LARGE", "CLOSED"})
    void whatIsTheMessagesFaultSaysNothing(Reason reason) {
        check.note(failure(reason));
        assertThat(check.execute().isHealthy()).isTrue();

        check.note(failure(Reason.TIMED_OUT));
        check.note(failure(reason));
        assertThat(check.execute().isHealthy()).isFalse();
    }

    @Test
    void aDeliveryMakesItHealthyAgain() {
        check.note(new CompletionException(failure(Reason.TIMED_OUT)));
        assertThat(check.execute().isHealthy()).isFalse();

        check.note(null);
        assertThat(check.execute().isHealthy()).isTrue();
    }

    @Test
    void aFailureIsForgottenAfterAMinute() {
        check.note(failure(Reason.TIMED_OUT));
        nanos.addAndGet(ProducerHealthCheck.REMEMBERED.toNanos() - 1);
        assertThat(check.execute().isHealthy()).isFalse();

        nanos.incrementAndGet();
        assertThat(check.execute().isHealthy()).isTrue();
    }

    @Test
    void aMisusedProducerSaysNothing() {
        check.note(failure(Reason.OTHER));
        check.note(new IllegalStateException("a message without a value"));

        assertThat(check.execute().isHealthy()).isFalse();
    }

    private static DeliveryException failure(Reason reason) {
        return new DeliveryException("why", reason, OutgoingMessage.to("topic"), null);
    }
}
