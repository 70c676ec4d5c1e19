package io.racecar.dropwizard.doctor;

import java.util.concurrent.TimeoutException;

/** Says why the brokers did not answer a question; the cause is what Kafka's client says. */
final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(Throwable cause) {
        super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
    }

    boolean isFor(Class<? extends Throwable> reason) {
        return reason.isInstance(getCause());
    }

    boolean isTimeout() {
        return isFor(TimeoutException.class) || isFor(org.apache.kafka.common.errors.TimeoutException.class);
    }
}
