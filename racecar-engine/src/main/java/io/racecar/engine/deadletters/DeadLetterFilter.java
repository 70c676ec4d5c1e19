package io.racecar.engine.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those that fit everything that is set. Immutable: each method returns a changed copy.
 *
 * @param consumer the name of the consumer that gave up
 * @param topic the topic where the message was
 * @param partition the number of its partition there
 * @param exception the class of the last exception, its full name or the last part of that
 * @param key the key, as UTF-8
 * @param since the earliest time at which it was given up
 * @param until the time before which it was given up
 */
public record DeadLetterFilter(
        @Nullable String consumer,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable String exception,
        @Nullable String key,
        @Nullable Instant since,
        @Nullable Instant until) {

    /** Fits all. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, null, null, null);

    /** Fits only those of a consumer. */
    public DeadLetterFilter ofConsumer(@Nullable String name) {
        return new DeadLetterFilter(name, topic, partition, exception, key, since, until);
    }

    /** Fits only those that were in a topic. */
    public DeadLetterFilter fromTopic(@Nullable String name) {
        return new DeadLetterFilter(consumer, name, partition, exception, key, since, until);
    }

    /** Fits only those that were in a partition of that number. */
    public DeadLetterFilter fromPartition(@Nullable Integer number) {
        return new DeadLetterFilter(consumer, topic, number, exception, key, since, until);
    }

    /** Fits only those that died of an exception, {@code com.example.NoStockException} or {@code NoStockException}. */
    public DeadLetterFilter diedOf(@Nullable String className) {
        return new DeadLetterFilter(consumer, topic, partition, className, key, since, until);
    }

    /** Fits only those of a key. */
    public DeadLetterFilter ofKey(@Nullable String text) {
        return new DeadLetterFilter(consumer, topic, partition, exception, text, since, until);
    }

    /** Fits only those that were given up in a time, of which either end may be open. */
    public DeadLetterFilter between(@Nullable Instant first, @Nullable Instant end) {
        return new DeadLetterFilter(consumer, topic, partition, exception, key, first, end);
    }

    /** Whether a dead letter fits. */
    public boolean fits(DeadLetter letter) {
        return (consumer == null || consumer.equals(letter.consumer()))
                && fitsOrigin(letter)
                && (exception == null || isNamed(letter.exception(), exception))
                && (key == null || key.equals(letter.key()))
                && (since == null || !letter.since().isBefore(since))
                && (until == null || letter.since().isBefore(until));
    }

    private boolean fitsOrigin(DeadLetter letter) {
        if (topic == null && partition == null) {
            return true;
        }
        return letter.original() != null
                && (topic == null || topic.equals(letter.original().topic()))
                && (partition == null || partition == letter.original().number());
    }

    private static boolean isNamed(@Nullable String className, String wanted) {
        return className != null
                && (className.equals(wanted) || className.endsWith("." + wanted) || className.endsWith("$" + wanted));
    }
}
