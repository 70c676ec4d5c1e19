package io.racecar;

import java.util.List;

/**
 * Handles messages many at once, each time from one partition.
 *
 * <p>A batch holds what is waiting, up to {@code fetchMessages}; Racecar does not wait for it to fill up. Instances and
 * threads are as {@link Consumer} says.
 *
 * <pre>{@code
 * @SubscribesTo("events")
 * public final class ArchiveEventsConsumer implements BatchConsumer<String> {
 *     @Override
 *     public void processBatch(List<Message<String>> messages, Context context) throws IOException {
 *         Message<String> first = messages.get(0);
 *         Path file = Path.of(first.topic() + "-" + first.partition() + "-" + first.offset());
 *         Files.write(file, messages.stream().map(Message::value).toList());
 *     }
 * }
 * }</pre>
 *
 * @param <V> what messages are decoded to
 */
@FunctionalInterface
public non-sealed interface BatchConsumer<V> extends Consumer<V> {

    /**
     * Handles a batch; to return is to have processed all of it.
     *
     * <p>When this throws, the error handler is told, the partition pauses ({@code pauseTimeout}), and then the whole
     * batch comes again, the same messages, with a higher {@link Context#attempt()}. Throw {@link
     * BatchFailureException} to name the message that failed: what is before it counts as processed, and only the rest
     * comes again.
     *
     * <p>The time allowed is that of {@link MessageConsumer#process}, for the batch as a whole; configure a smaller
     * {@code fetchMessages} if it is not enough.
     *
     * @param messages what to handle: never empty, of one partition, in offset order (offsets may have gaps),
     *     unmodifiable
     * @param context what is known about this handling, and the way to produce; usable until this returns
     * @throws Exception anything, to get the batch again; {@link BatchFailureException} to get a part of it
     */
    void processBatch(List<Message<V>> messages, Context context) throws Exception;
}
