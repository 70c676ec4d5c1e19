package io.racecar.engine.produce;

import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a client said to a message that was offered to it. */
enum Answer {
    /** It is on its way, or settled already. */
    SENT,
    /** The client's memory is used up. */
    NO_ROOM,
    /**
     * The topic or the partition is not known yet; the refusal has made the client ask for it. Or there is no client
     * yet.
     */
    NOT_READY,
    /** The client has failed for good, whatever the message. */
    LOST,
    /** The message is refused for good. */
    REFUSED;

    static Answer of(@Nullable Exception refusal) {
        if (refusal == null) {
            return SENT;
        }
        if (refusal instanceof BufferExhaustedException || refusal instanceof InterruptException) {
            // With max.block.ms 0 the client looks at the interrupt flag only where it would wait for memory.
            return NO_ROOM;
        }
        if (refusal instanceof TimeoutException) {
            return refusal.getCause() instanceof AuthorizationException ? REFUSED : NOT_READY;
        }
        return isFatal(refusal) ? LOST : REFUSED;
    }

    /** The client throws what concerns itself, while it reports what concerns a message as an ApiException. */
    private static boolean isFatal(Exception refusal) {
        return refusal instanceof ProducerFencedException
                || refusal instanceof InvalidProducerEpochException
                || refusal instanceof IllegalStateException
                || (refusal instanceof KafkaException
                        && !(refusal instanceof ApiException)
                        && !(refusal instanceof SerializationException));
    }
}
