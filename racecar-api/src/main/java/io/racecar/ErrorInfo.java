package io.racecar;

import java.util.List;

/**
 * What was being handled when a handler threw: one message, or a batch in offset order.
 *
 * <p>Immutable and thread-safe. Prints its messages as {@code topic/3@17}, never their content.
 *
 * @param consumer the consumer's name
 * @param groupId the consumer group's id
 * @param partition the partition that the messages are of
 * @param messages the messages; never empty, unmodifiable
 * @param attempt which time it was that they were handled, from 1
 */
public record ErrorInfo(
        String consumer, String groupId, Partition partition, List<? extends Message<?>> messages, int attempt) {

    /**
     * Copies the list of messages.
     *
     * @param consumer the consumer's name
     * @param groupId the consumer group's id
     * @param partition the partition that the messages are of
     * @param messages the messages, in offset order
     * @param attempt which time it was that they were handled, from 1
     * @throws IllegalArgumentException if there are no messages
     */
    public ErrorInfo {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages must hold what was being handled but was empty");
        }
    }

    /**
     * The message, or the one with the lowest offset of a batch.
     *
     * @return the first message
     */
    public Message<?> first() {
        return messages.get(0);
    }

    /**
     * The message, or the one with the highest offset of a batch.
     *
     * @return the last message
     */
    public Message<?> last() {
        return messages.get(messages.size() - 1);
    }
}
