package io.racecar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was read from a topic.
 *
 * <p>Thread-safe, and usable after its handler has returned. It prints as {@code topic/3@17}, never its content. Arrays
 * are not copied: they must not be changed.
 *
 * @param <V> what its value is decoded to
 */
public interface Message<V> {

    /**
     * The name of the topic it was read from.
     *
     * @return the topic
     */
    String topic();

    /**
     * The number of its partition, from 0.
     *
     * @return the partition's number
     */
    int partition();

    /**
     * Its place in its partition, from 0; grows from message to message, with gaps.
     *
     * @return the offset
     */
    long offset();

    /**
     * Its key, read as UTF-8.
     *
     * @return the key, or null if it has none
     */
    @Nullable String key();

    /**
     * Its key as it was read, not copied.
     *
     * @return the key's bytes, or null if it has none
     */
    byte @Nullable [] keyBytes();

    /**
     * Its decoded value, or null: a tombstone, which says that what the key stands for was deleted.
     *
     * <p>It is decoded when first asked for, by the calling thread, so a message whose value nobody looks at costs no
     * decoding.
     *
     * @return the value, or null for a tombstone
     * @throws UndecodableMessageException if the bytes cannot be decoded; {@link #valueBytes()} still gives them
     */
    @Nullable V value();

    /**
     * Its value as it was read, not copied.
     *
     * @return the value's bytes, or null for a tombstone
     */
    byte @Nullable [] valueBytes();

    /**
     * Its headers.
     *
     * @return the headers, empty if it has none
     */
    Headers headers();

    /**
     * When it was created, or, where the topic is configured so, when the broker stored it; to the millisecond.
     *
     * @return the time in its timestamp
     */
    Instant createTime();
}
