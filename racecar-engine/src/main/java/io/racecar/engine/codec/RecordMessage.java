package io.racecar.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.racecar.Headers;
import io.racecar.Message;
import io.racecar.UndecodableMessageException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message that shows a Kafka record, without copying anything.
 *
 * <p>Thread-safe. Its value is decoded when first asked for and kept; a failure is not kept, so the next call tries
 * again. Threads that race for the first call may each get a value of their own.
 *
 * <p>There is one such object per message, so its two fields are all it has; where to find the decoder is left to
 * subclasses.
 *
 * @param <V> what its value is decoded to
 */
public abstract class RecordMessage<V> implements Message<V> {
    private static final VarHandle VALUE;

    /** Stands in {@link #value} for bytes that were decoded to null. */
    private static final Object NULL = new Object();

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(RecordMessage.class, "value", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ConsumerRecord<byte[], byte[]> record;

    /** Null until decoded. Released and acquired, so that what the decoder built is seen whole by other threads. */
    @SuppressWarnings("unused") // through VALUE
    private @Nullable Object value;

    /**
     * Shows a record.
     *
     * @param record the record, whose headers nobody changes
     */
    protected RecordMessage(ConsumerRecord<byte[], byte[]> record) {
        this.record = record;
    }

    /**
     * A message that keeps its decoder itself, for use outside the engine.
     *
     * @param record the record to show
     * @param decoder what decodes its value
     * @param <V> what its value is decoded to
     * @return the message
     */
    public static <V> RecordMessage<V> of(ConsumerRecord<byte[], byte[]> record, Decoder<V> decoder) {
        return new StandaloneMessage<>(record, decoder);
    }

    /**
     * What decodes the value; asked for at most once per decoding, by the thread that wants the value.
     *
     * @return the decoder
     */
    protected abstract Decoder<V> decoder();

    /**
     * The record that this message shows.
     *
     * @return the record
     */
    public final ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    @Override
    public final String topic() {
        return record.topic();
    }

    @Override
    public final int partition() {
        return record.partition();
    }

    @Override
    public final long offset() {
        return record.offset();
    }

    @Override
    public final @Nullable String key() {
        byte[] key = record.key();
        return key == null ? null : new String(key, UTF_8);
    }

    @Override
    public final byte @Nullable [] keyBytes() {
        return record.key();
    }

    /**
     * The decoded value.
     *
     * @return the value, or null for a tombstone
     * @throws UndecodableMessageException if the bytes cannot be decoded
     */
    @Override
    @SuppressWarnings("unchecked") // only decode() sets it
    public final @Nullable V value() {
        Object decoded = VALUE.getAcquire(this);
        if (decoded != null) {
            return decoded == NULL ? null : (V) decoded;
        }
        return record.value() == null ? null : decode();
    }

    @Override
    public final byte @Nullable [] valueBytes() {
        return record.value();
    }

    @Override
    public final Headers headers() {
        return new RecordHeadersView(record.headers());
    }

    @Override
    public final Instant createTime() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    @Override
    public final String toString() {
        return record.topic() + "/" + record.partition() + "@" + record.offset();
    }

    private @Nullable V decode() {
        V decoded = decoder().decode(record);
        VALUE.setRelease(this, decoded == null ? NULL : decoded);
        return decoded;
    }
}
