package io.racecar;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Told of what happens inside: the basis of metrics, tracing and alarms.
 *
 * <p>Every method does nothing unless overridden. Each is called on the thread where it happens, so it must not block,
 * and it must be thread-safe: handlers, workers and consumers run on different threads. An exception thrown here is
 * logged and counted and changes nothing else; other listeners are still called. One that takes longer than a second on a
 * thread that polls, or on the one that takes the brokers' answers, is named in the log.
 *
 * <p>Events are immutable. Durations are measured with a monotonic clock. Messages in them print as {@code topic/3@17},
 * never their content.
 */
public interface RacecarListener {

    /**
     * A consumer's state changed. Called on the worker's poll thread, or on the thread that started or stopped it.
     *
     * @param event which consumer, from what to what
     */
    default void stateChanged(StateChanged event) {}

    /**
     * A worker joined its group, or tried and failed. Called on its poll thread.
     *
     * @param event which worker, and how long it took
     */
    default void groupJoined(GroupJoined event) {}

    /**
     * A worker left its group, or tried and failed. Called on its poll thread.
     *
     * @param event which worker, and how long it took
     */
    default void groupLeft(GroupLeft event) {}

    /**
     * A worker gained partitions. Called on its poll thread, before their first message.
     *
     * @param event which partitions were added
     */
    default void partitionsAssigned(PartitionsAssigned event) {}

    /**
     * A worker gave partitions up, or lost them. Called on its poll thread, after the last commit for them.
     *
     * @param event which partitions were removed
     */
    default void partitionsRevoked(PartitionsRevoked event) {}

    /**
     * A worker asked Kafka for messages. Called on its poll thread, after every poll, empty ones too: keep it short.
     *
     * @param event how many messages came, or the error
     */
    default void polled(Polled event) {}

    /**
     * A handler is about to be called. Called on the handler's thread, for every message or batch: keep it short.
     *
     * @param event what is about to be handled
     */
    default void handlingStarted(HandlingStarted event) {}

    /**
     * A handler returned or threw. Called on the handler's thread, after the error handler; what was produced may not
     * be acknowledged yet.
     *
     * @param event what was handled, how long it took, and what it threw
     */
    default void handlingFinished(HandlingFinished event) {}

    /**
     * A handler has been running longer than {@code maxPollInterval}. Called once per handling, on the worker's poll
     * thread.
     *
     * @param event what is being handled, and where the thread is
     */
    default void handlerStuck(HandlerStuck event) {}

    /**
     * A lane paused: after a failure, or by an operator. Called on the worker's poll thread.
     *
     * @param event which lane, and for how long
     */
    default void lanePaused(LanePaused event) {}

    /**
     * A paused lane goes on: its time has passed, or an operator resumed it. Called on the worker's poll thread.
     *
     * @param event which lane, and how long it was paused
     */
    default void laneResumed(LaneResumed event) {}

    /**
     * An operator skipped a message, or it was skipped for its age. Called on the worker's poll thread, or on one that runs
     * handlers.
     *
     * @param event which message, and who asked for it
     */
    default void skipped(Skipped event) {}

    /**
     * A message was given up and its copy on the dead-letter topic was acknowledged. Called on one of Racecar's
     * threads.
     *
     * @param event which message, and where its copy is
     */
    default void deadLettered(DeadLettered event) {}

    /**
     * A message was queued to be delivered, or refused at once. Called on the thread that produces.
     *
     * @param event which message, and how much is waiting
     */
    default void produced(Produced event) {}

    /**
     * A queued message was acknowledged, or finally failed. Called on the thread that learns of it, one of Racecar's:
     * to block there delays every delivery of the process.
     *
     * @param event which message, and where it was stored or why not
     */
    default void delivered(Delivered event) {}

    /**
     * Changes a message before it is encoded and queued: the one hook, meant for tracing headers. Called on the thread
     * that produces; several listeners are called in the order in which they were registered, each with what the one
     * before returned. If it throws, that is logged and counted, and the message goes on as it was.
     *
     * @param message what is being produced
     * @return the message, or a copy with headers added
     */
    default OutgoingMessage producing(OutgoingMessage message) {
        return message;
    }

    /**
     * A consumer's state changed.
     *
     * @param consumer the consumer's name
     * @param from the state it had
     * @param to the state it has
     * @param error what caused it, or null if no error did
     */
    record StateChanged(
            String consumer,
            ConsumerState from,
            ConsumerState to,
            @Nullable Throwable error) {}

    /**
     * A worker joined its group, or tried and failed.
     *
     * @param consumer the consumer's name
     * @param worker the worker's number, from 0
     * @param duration from the start of the attempt until it was a member
     * @param error why it failed, or null if it joined
     */
    record GroupJoined(
            String consumer,
            int worker,
            Duration duration,
            @Nullable Throwable error) {}

    /**
     * A worker left its group, or tried and failed.
     *
     * @param consumer the consumer's name
     * @param worker the worker's number, from 0
     * @param duration how long leaving took
     * @param error why it failed, or null if it left
     */
    record GroupLeft(
            String consumer,
            int worker,
            Duration duration,
            @Nullable Throwable error) {}

    /**
     * A worker gained partitions.
     *
     * @param consumer the consumer's name
     * @param worker the worker's number, from 0
     * @param partitions what was added, without what it already had
     */
    record PartitionsAssigned(String consumer, int worker, Set<Partition> partitions) {}

    /**
     * A worker gave partitions up, or lost them.
     *
     * @param consumer the consumer's name
     * @param worker the worker's number, from 0
     * @param partitions what was removed, without what it keeps
     * @param lost whether they were lost, so that nothing could be committed, rather than given up in order
     */
    record PartitionsRevoked(String consumer, int worker, Set<Partition> partitions, boolean lost) {}

    /**
     * A worker asked Kafka for messages.
     *
     * @param consumer the consumer's name
     * @param worker the worker's number, from 0
     * @param messages how many came
     * @param duration how long the poll took, waiting included
     * @param error why it failed, or null if it did not
     */
    record Polled(
            String consumer,
            int worker,
            int messages,
            Duration duration,
            @Nullable Throwable error) {}

    /**
     * A handler is about to be called.
     *
     * @param consumer the consumer's name
     * @param partition the partition that the messages are of
     * @param messages what is to be handled: one message, or a batch in offset order; never empty
     * @param batch whether it is a batch, for a {@link BatchConsumer}
     * @param attempt which time it is, from 1
     */
    record HandlingStarted(
            String consumer, Partition partition, List<? extends Message<?>> messages, boolean batch, int attempt) {}

    /**
     * A handler returned or threw.
     *
     * @param started the event at its start
     * @param duration how long the handler took
     * @param error what it threw, or null if it returned
     */
    record HandlingFinished(
            HandlingStarted started,
            Duration duration,
            @Nullable Throwable error) {}

    /**
     * A handler has been running longer than {@code maxPollInterval}.
     *
     * @param started the event at its start
     * @param running how long it has been running
     * @param stack where its thread is
     */
    record HandlerStuck(HandlingStarted started, Duration running, List<StackTraceElement> stack) {}

    /**
     * A lane paused.
     *
     * @param consumer the consumer's name
     * @param partition the partition that it belongs to
     * @param key the key whose messages pause, empty for a message without one, or null for the whole partition
     * @param offset the offset that it will continue at
     * @param duration how long it pauses, or null until it is resumed
     * @param error what the handler threw, or null if an operator paused it
     */
    record LanePaused(
            String consumer,
            Partition partition,
            @Nullable String key,
            long offset,
            @Nullable Duration duration,
            @Nullable Throwable error) {

        /** Everything but the key, which is content. */
        @Override
        public String toString() {
            return "LanePaused[consumer=%s, partition=%s, offset=%d, duration=%s, error=%s]"
                    .formatted(consumer, partition, offset, duration, error);
        }
    }

    /**
     * A paused lane goes on.
     *
     * @param consumer the consumer's name
     * @param partition the partition that it belongs to
     * @param key the key whose messages paused, empty for a message without one, or null for the whole partition
     * @param paused how long it was paused
     */
    record LaneResumed(
            String consumer, Partition partition, @Nullable String key, Duration paused) {

        /** Everything but the key, which is content. */
        @Override
        public String toString() {
            return "LaneResumed[consumer=%s, partition=%s, paused=%s]".formatted(consumer, partition, paused);
        }
    }

    /**
     * An operator skipped a message, or it was skipped for its age.
     *
     * @param consumer the consumer's name
     * @param partition the message's partition
     * @param offset the message's offset
     * @param requestedBy who asked for it, as the way by which it was asked knows, or {@link #MESSAGE_EXPIRY}
     */
    record Skipped(String consumer, Partition partition, long offset, String requestedBy) {
        /** As {@link #requestedBy}: the message was older than the setting of that name allows. */
        public static final String MESSAGE_EXPIRY = "messageExpiry";
    }

    /**
     * A message was given up and its copy on the dead-letter topic was acknowledged.
     *
     * @param consumer the consumer's name
     * @param message what was given up
     * @param attempts how often it was tried
     * @param error what its handler threw last
     * @param delivery where its copy is
     */
    record DeadLettered(String consumer, Message<?> message, int attempts, Throwable error, Delivery delivery) {}

    /**
     * A message was queued to be delivered, or refused at once.
     *
     * @param consumer the name of the consumer that produced it, or null if the application did
     * @param message what was produced
     * @param bytes the size of its encoded key, value and headers, 0 if it could not be encoded
     * @param undelivered how many messages of the process are waiting for their acknowledgement
     * @param error why it was refused, or null if it was queued
     */
    record Produced(
            @Nullable String consumer,
            OutgoingMessage message,
            int bytes,
            int undelivered,
            @Nullable Throwable error) {}

    /**
     * A queued message was acknowledged, or finally failed: it has either a delivery or an error.
     *
     * @param consumer the name of the consumer that produced it, or null if the application did
     * @param message what was produced
     * @param delivery where it was stored, or null if it failed
     * @param latency from queueing until now
     * @param error why it failed, or null if it was acknowledged
     */
    record Delivered(
            @Nullable String consumer,
            OutgoingMessage message,
            @Nullable Delivery delivery,
            Duration latency,
            @Nullable DeliveryException error) {}
}
