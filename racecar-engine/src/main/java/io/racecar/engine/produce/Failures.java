package io.racecar.engine.produce;

import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Words delivery failures: what happened to which message and what to do, never its content (P2). */
final class Failures {
    private static final String CREATE = "; create it, or correct its name";

    private final Limits limits;

    Failures(Limits limits) {
        this.limits = limits;
    }

    /** The client or the broker refused the message, or gave it up. */
    DeliveryException refused(Sending sending, @Nullable Throwable e) {
        OutgoingMessage message = sending.given();
        if (e instanceof RecordTooLargeException) {
            return failure(
                    message,
                    Reason.TOO_LARGE,
                    "is too large with its " + sending.bytes()
                            + " bytes; make it smaller, or raise max.message.bytes of"
                            + " the topic and max.request.size in producer.properties",
                    e);
        }
        if (e instanceof RecordBatchTooLargeException) {
            return failure(
                    message,
                    Reason.RECORD_LIST_TOO_LARGE,
                    "was sent in a batch that is larger than a log segment of the topic; lower batch.size in"
                            + " producer.properties, or raise segment.bytes of the topic",
                    e);
        }
        if (e instanceof UnknownTopicOrPartitionException) {
            return unknown(message, "the topic or its partition does not exist, or was deleted" + CREATE, e);
        }
        if (e instanceof InvalidTopicException) {
            return unknown(message, "Kafka refuses such a name; use up to 249 letters, digits, '.', '_' and '-'", e);
        }
        if (e instanceof AuthenticationException) {
            return notAuthorized(
                    message, "the brokers refuse its credentials; check securityProtocol, ssl and sasl", e);
        }
        if (e instanceof AuthorizationException || (e != null && e.getCause() instanceof AuthorizationException)) {
            return notAuthorized(message, "it lacks the right; grant it WRITE on the topic", e);
        }
        return e instanceof RetriableException ? timedOut(message, e) : other(message, e);
    }

    /** The topic stayed unknown as long as messages wait for that. */
    DeliveryException notReady(Sending sending) {
        return notReady(sending, Duration.ofNanos(limits.topicNanos()), null);
    }

    /** The topic stayed unknown for that long, or there was no client. */
    DeliveryException notReady(Sending sending, Duration waitedFor, @Nullable Throwable noClient) {
        OutgoingMessage message = sending.given();
        Exception refusal = sending.refusal();
        if (refusal == null) {
            return noClient(sending, noClient);
        }
        if (!(refusal instanceof TimeoutException)) {
            return refused(sending, refusal);
        }
        String waited = text(waitedFor);
        if (message.partition() != null) {
            String why = "no such partition became known within " + waited;
            return unknown(message, why + "; correct its number, or add partitions to the topic", refusal);
        }
        return unknown(message, "the topic does not exist, nor was it created within " + waited + CREATE, refusal);
    }

    /** No broker has said anything of the topic. */
    DeliveryException unanswered(Sending sending, Duration waited) {
        return failure(
                sending.given(),
                Reason.TIMED_OUT,
                "was not sent, because no broker told of the topic within " + text(waited) + "; check that they are up",
                sending.refusal());
    }

    /** The share is full and the caller does not wait. */
    DeliveryException shareFull(OutgoingMessage message) {
        return failure(
                message,
                Reason.BUFFER_FULL,
                "was not queued, because " + limits.maxInFlightDeliveries() + " messages or " + limits.shareBytes()
                        + " bytes are waiting for their acknowledgement; produce it again later, or raise"
                        + " producer.maxInFlightDeliveries or producer.bufferBytes",
                null);
    }

    /** The client's own memory is used up; it takes whole batches into account. */
    DeliveryException memoryFull(Sending sending) {
        return failure(
                sending.given(),
                Reason.BUFFER_FULL,
                "was not queued, because the " + limits.bufferBytes() + " bytes of producer.bufferBytes are used up;"
                        + " produce it again later, or raise producer.bufferBytes",
                sending.refusal());
    }

    DeliveryException closed(OutgoingMessage message) {
        return failure(
                message,
                Reason.CLOSED,
                "was not delivered, because the producer is closed; produce before Racecar stops",
                null);
    }

    /** Its transaction cannot be committed any more, for a reason that is not this message's. */
    DeliveryException aborted(OutgoingMessage message, @Nullable Throwable e) {
        return failure(
                message,
                Reason.OTHER,
                "was not delivered, because its transaction is aborted; let this exception out, and what produced it is"
                        + " handled again",
                e);
    }

    DeliveryException interrupted(OutgoingMessage message) {
        return failure(
                message,
                Reason.CLOSED,
                "was not waited for any longer, because its thread was interrupted, as happens when a consumer stops;"
                        + " let this exception out",
                null);
    }

    private DeliveryException timedOut(OutgoingMessage message, Throwable e) {
        String last = e instanceof TimeoutException
                ? ""
                : ", at last for " + e.getClass().getSimpleName();
        return failure(
                message,
                Reason.TIMED_OUT,
                "was not acknowledged within " + text(limits.messageTimeout()) + " (producer.messageTimeout)" + last
                        + "; it may have been written nonetheless. Check that the brokers are up and that enough"
                        + " replicas of the topic are in sync",
                e);
    }

    private static DeliveryException notAuthorized(OutgoingMessage message, String why, Throwable e) {
        return failure(message, Reason.NOT_AUTHORIZED, "may not be written by this producer: " + why, e);
    }

    private static DeliveryException unknown(OutgoingMessage message, String why, Throwable e) {
        return failure(message, Reason.UNKNOWN_TOPIC_OR_PARTITION, "cannot be delivered: " + why, e);
    }

    private DeliveryException noClient(Sending sending, @Nullable Throwable e) {
        return e instanceof ApiException
                ? refused(sending, e)
                : failure(
                        sending.given(),
                        Reason.OTHER,
                        "was not delivered, because there is no working client to Kafka; see the cause, and check"
                                + " brokers and the other settings of the connection",
                        e);
    }

    private static DeliveryException other(OutgoingMessage message, @Nullable Throwable e) {
        String what = e instanceof KafkaException && !(e instanceof ApiException)
                ? "was not delivered, because the client to Kafka failed and is replaced; produce it again"
                : "was not delivered, because of "
                        + (e == null ? "no reason given" : e.getClass().getSimpleName()) + "; see the cause";
        return failure(message, Reason.OTHER, what, e);
    }

    private static DeliveryException failure(
            OutgoingMessage message, Reason reason, String what, @Nullable Throwable cause) {
        return new DeliveryException("a message to " + message + " " + what, reason, message, cause);
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
