package io.racecar.engine.codec;

import io.racecar.UndecodableMessageException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Words a decoding failure so that neither its text nor its cause, however printed, shows a message's content. */
final class Undecodable {

    private Undecodable() {}

    static UndecodableMessageException exception(
            ConsumerRecord<byte[], byte[]> record, String target, String description, Throwable cause) {
        return new UndecodableMessageException(
                record.topic() + "/" + record.partition() + "@" + record.offset() + " cannot be read as " + target
                        + ": " + description + "; valueBytes() still gives its bytes",
                WithoutText.of(cause));
    }

    /** The exception's class and that of what caused it in the first place. */
    static String kind(Throwable e) {
        Throwable root = e;
        for (int depth = 0; depth < WithoutText.MAX_DEPTH && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        String kind = e.getClass().getSimpleName();
        return root == e ? kind : kind + " caused by " + root.getClass().getSimpleName();
    }
}
