package io.racecar.engine.deadletters;

import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.security.Diagnosis;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Words what went wrong with the dead letters of a topic. Thread-safe. */
final class Troubles {
    private final RacecarConfig config;
    private final String topic;

    Troubles(RacecarConfig config, String topic) {
        this.config = config;
        this.topic = topic;
    }

    DeadLettersException of(KafkaException e) {
        return new DeadLettersException("dead letters of " + topic + ": " + text(e), e);
    }

    private String text(KafkaException e) {
        if (has(e, InterruptException.class)) {
            return "interrupted; what was put back until then is recorded";
        }
        if (has(e, ProducerFencedException.class) || has(e, InvalidProducerEpochException.class)) {
            return "another process has begun to put them back, or brokers were away for more than a minute; what was put"
                    + " back until then is recorded, so do it again once no other does";
        }
        if (has(e, AuthenticationException.class)) {
            return "the brokers refuse the credentials; check securityProtocol, ssl and sasl";
        }
        if (has(e, AuthorizationException.class)) {
            return e.getMessage() + "; see docs/dead-letters.md for the rights that it takes";
        }
        if (has(e, PolicyViolationException.class)) {
            return "the brokers delete nothing from a topic that is only compacted; add delete to its cleanup.policy";
        }
        if (String.valueOf(e.getMessage()).contains("InitProducerId")) {
            return "the brokers begin no transaction; check that as many are up as transaction.state.log.replication.factor"
                    + " says, and its min.isr";
        }
        if (has(e, TimeoutException.class)) {
            return new Diagnosis(config.adminProperties(), config.brokers())
                    .refusal()
                    .map(it -> String.valueOf(it.getMessage()))
                    .orElseGet(() -> "no broker at " + String.join(",", config.brokers())
                            + " answered in time; check brokers, and do it again: what was put back is recorded");
        }
        String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
        return e.getMessage() + cause + "; what was put back until then is recorded";
    }

    private static boolean has(KafkaException e, Class<? extends Throwable> type) {
        for (@Nullable Throwable it = e; it != null; it = it.getCause()) {
            if (type.isInstance(it)) {
                return true;
            }
        }
        return false;
    }
}
