package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import io.racecar.engine.config.InvalidConfigurationException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void wrongUsageAndConfigurationsAreStatusTwo() {
        assertThat(Failure.of(new UsageException("--key is missing"))).isEqualTo(new Failure(2, "--key is missing"));
        assertThat(Failure.of(new InvalidConfigurationException(List.of("brokers is empty"))))
                .isEqualTo(new Failure(2, "brokers is empty"));
        assertThat(Failure.of(new InvalidConfigurationException(List.of("one", "two")))
                        .text())
                .isEqualTo("The configuration has 2 problems:\n  one\n  two");
        assertThat(Failure.of(new UnreadableConfigurationException(new IOException("no such file"))))
                .isEqualTo(new Failure(2, "no such file"));
    }

    @Test
    void whatSaysAllItselfIsPrintedWithoutItsClass() {
        assertThat(Failure.of(new CommandFailedException("it failed"))).isEqualTo(new Failure(1, "it failed"));
        assertThat(Failure.of(new DeliveryException(
                        "too large", Reason.TOO_LARGE, OutgoingMessage.to("t").value("v"), null)))
                .isEqualTo(new Failure(1, "too large"));
        IllegalStateException report = new IllegalStateException("process 17 has the pid file");
        report.setStackTrace(new StackTraceElement[0]);
        assertThat(Failure.of(report)).isEqualTo(new Failure(1, "process 17 has the pid file"));
    }

    @Test
    void anythingElseIsPrintedWithItsCauses() {
        Failure failure = Failure.of(new IllegalStateException("no database", new IOException("connection refused")));

        assertThat(failure.status()).isEqualTo(1);
        assertThat(failure.text().lines())
                .containsExactly(
                        "java.lang.IllegalStateException: no database",
                        "Caused by: java.io.IOException: connection refused");
    }
}
