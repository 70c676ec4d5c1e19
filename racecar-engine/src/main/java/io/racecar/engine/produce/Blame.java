package io.racecar.engine.produce;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;

/** Whether a failed delivery is about the transaction or its producer, so that the message is not to blame. */
final class Blame {
    private Blame() {}

    static boolean isTransactions(@Nullable Exception cause) {
        return cause == null
                || cause instanceof ProducerFencedException
                || cause instanceof InvalidProducerEpochException
                || cause instanceof OutOfOrderSequenceException
                || cause instanceof InvalidPidMappingException
                || cause instanceof InvalidTxnStateException
                || cause instanceof TransactionAbortableException
                || cause instanceof TransactionAbortedException
                || cause instanceof TransactionalIdAuthorizationException
                || cause instanceof IllegalStateException
                || (cause instanceof KafkaException
                        && !(cause instanceof ApiException)
                        && !(cause instanceof SerializationException));
    }

    /** What has brought a client into its state of error, of which it tells whoever calls it then. */
    static RuntimeException reason(RuntimeException error) {
        return error.getCause() instanceof RuntimeException cause ? reason(cause) : error;
    }
}
