package io.racecar.engine.worker;

import io.racecar.BatchFailureException;
import io.racecar.DeliveryException;
import io.racecar.Headers;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.UnprocessableMessageException;
import io.racecar.engine.deadletters.DeadLetterHeaders;
import io.racecar.engine.worker.Failures.Failing;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages that keep failing to the dead-letter topic (F6). Thread-safe. */
final class DeadLetters implements GivingUp {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** Of an exception's text, in bytes. */
    private static final int LONGEST_TEXT = 1024;

    private final Identity identity;
    private final DeadLetterPolicy policy;
    private final Events events;
    private final LongAdder count = new LongAdder();

    DeadLetters(Identity identity, DeadLetterPolicy policy, Events events) {
        this.identity = identity;
        this.policy = policy;
        this.events = events;
    }

    @Override
    public boolean isEnabled() {
        return policy.topic() != null;
    }

    /** Whether what failed with that error, so often by now, goes to the dead-letter topic. */
    @Override
    public boolean takes(Throwable error, int attempt) {
        return takes(error, attempt, policy.afterAttempts());
    }

    /** As {@link #takes(Throwable, int)}, but after so many attempts; 0 for any number. */
    boolean takes(Throwable error, int attempt, int afterAttempts) {
        return policy.topic() != null && !isUndeliverable(error) && isHopeless(error, attempt, afterAttempts);
    }

    /** Whether trying again is of no use, wherever the message goes. */
    boolean isHopeless(Throwable error, int attempt, int afterAttempts) {
        Throwable cause = cause(error);
        if (FailurePolicy.isOfTheJvm(cause)) {
            return false;
        }
        return cause instanceof UnprocessableMessageException
                || isNamed(cause)
                || (afterAttempts > 0 && attempt >= afterAttempts);
    }

    /** The topic itself cannot be written: trying at once again would change nothing. */
    private boolean isUndeliverable(Throwable error) {
        return error instanceof DeliveryException e && e.undelivered().topic().equals(policy.topic());
    }

    private boolean isNamed(Throwable error) {
        for (Class<?> it = error.getClass(); it != null && !policy.on().isEmpty(); it = it.getSuperclass()) {
            if (policy.on().contains(it.getName())) {
                return true;
            }
        }
        return false;
    }

    private static Throwable cause(Throwable error) {
        return error instanceof BatchFailureException && error.getCause() != null ? error.getCause() : error;
    }

    /**
     * Produces the messages of a handling to the dead-letter topic, as its outputs.
     *
     * @throws DeliveryException if that is refused at once
     */
    @Override
    public void send(Handling dead, Failing why) {
        Throwable error = cause(why.error());
        produce(dead, error, why.attempts(), why.skip());
        LOG.warn(
                "{}: {} goes to the dead-letter topic {} after {} failed attempts: {}",
                identity.consumer(),
                dead,
                policy.topic(),
                why.attempts(),
                error.toString());
    }

    /**
     * As {@link #send}, of a message that is older than that; there may be many, so nothing is logged.
     *
     * @param skip done once the dead letter is there
     * @throws DeliveryException if that is refused at once
     */
    void sendExpired(Handling expired, Duration expiry, Runnable skip) {
        int attempts = expired.lane().failedAttempts(expired.firstOffset());
        produce(expired, new ExpiredMessageException(expiry), attempts, skip);
    }

    private void produce(Handling dead, Throwable error, int attempts, @Nullable Runnable skip) {
        for (Message<?> it : dead.messages()) {
            dead.produce(deadLetter(it, error, attempts), delivery -> {
                DeadLettered event = new DeadLettered(identity.consumer(), it, attempts, error, delivery);
                dead.lane().whenCommitted(() -> delivered(event, skip));
            });
        }
    }

    private void delivered(DeadLettered event, @Nullable Runnable skip) {
        count.increment();
        events.tell(told -> told.deadLettered(event));
        if (skip != null) {
            skip.run();
        }
    }

    private OutgoingMessage deadLetter(Message<?> message, Throwable error, int attempts) {
        OutgoingMessage copy =
                OutgoingMessage.to(Objects.requireNonNull(policy.topic())).key(message.keyBytes());
        if (!message.createTime().isBefore(Instant.EPOCH)) { // or the producer has set none, or one that cannot be sent
            copy = copy.createTime(message.createTime());
        }
        copy = message.valueBytes() == null ? copy.tombstone() : copy.value(message.valueBytes());
        for (Headers.Header it : message.headers()) {
            copy = DeadLetterHeaders.OF_A_DEATH.contains(it.name()) ? copy : copy.header(it.name(), it.value());
        }
        return copy.header(DeadLetterHeaders.CONSUMER, identity.consumer())
                .header(DeadLetterHeaders.GROUP, identity.groupId())
                .header(DeadLetterHeaders.TOPIC, message.topic())
                .header(DeadLetterHeaders.PARTITION, String.valueOf(message.partition()))
                .header(DeadLetterHeaders.OFFSET, String.valueOf(message.offset()))
                .header(DeadLetterHeaders.ATTEMPTS, String.valueOf(attempts))
                .header(DeadLetterHeaders.EXCEPTION, error.getClass().getName())
                .header(DeadLetterHeaders.MESSAGE, cut(String.valueOf(error.getMessage())))
                .header(DeadLetterHeaders.TIME, policy.clock().instant().toString());
    }

    /** Cuts no character in two. */
    private static String cut(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_TEXT);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(text), bytes, true);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    /** Messages that are in the dead-letter topic. Any thread. */
    long count() {
        return count.sum();
    }
}
