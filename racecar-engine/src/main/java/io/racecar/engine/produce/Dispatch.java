package io.racecar.engine.produce;

import io.racecar.DeliveryException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Hands messages to the client in use, again and again where waiting helps. Thread-safe. */
final class Dispatch implements Carrier {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Patience BRIEFLY = Patience.forAll(Duration.ofMillis(500));

    private final CurrentClient clients;
    private final Patience attended;
    private final Patience unattended;
    private final Failures failures;
    private final LongSupplier clock;
    private final Leftovers leftovers = new Leftovers();
    private volatile boolean closing;

    /**
     * How long a message is offered again.
     *
     * @param topic while brokers do not know its topic
     * @param silence while no broker answers
     * @param memory while there is none
     */
    private record Patience(Duration topic, Duration silence, Duration memory) {
        static Patience forAll(Duration time) {
            return new Patience(time, time, time);
        }
    }

    Dispatch(CurrentClient clients, Limits limits, LongSupplier clock) {
        this.clients = clients;
        Duration topic = Duration.ofNanos(limits.topicNanos());
        this.attended = new Patience(topic, topic, limits.messageTimeout());
        this.unattended = new Patience(topic, limits.messageTimeout(), limits.messageTimeout());
        this.failures = new Failures(limits);
        this.clock = clock;
    }

    @Override
    public Failures failures() {
        return failures;
    }

    @Override
    public long now() {
        return clock.getAsLong();
    }

    @Override
    public void failed(String topic) {
        if (closing) {
            leftovers.add(topic);
        }
    }

    /** Says what was not delivered since this closed. */
    void logLeftovers(Duration timeout) {
        leftovers.log(timeout);
    }

    /** From here on nobody is let in, and nobody waits. */
    void close() {
        closing = true;
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    /** Hands a message to the client, waiting for its topic and for memory. */
    @Override
    public @Nullable DeliveryException carry(Sending sending) {
        Answer answer = offer(sending);
        return answer == Answer.SENT ? null : insist(sending, answer);
    }

    @Override
    public @Nullable DeliveryException carryBriefly(Sending sending) {
        Answer answer = offer(sending);
        return answer == Answer.SENT ? null : insist(sending, answer, BRIEFLY);
    }

    /**
     * Offers a message that was not taken again and again, with growing pauses, until it is taken or that is hopeless.
     */
    @Nullable DeliveryException insist(Sending sending, Answer first) {
        return insist(sending, first, attended);
    }

    private @Nullable DeliveryException insist(Sending sending, Answer first, Patience patience) {
        long since = now();
        long pause = FIRST_PAUSE;
        for (Answer answer = first; answer != Answer.SENT; answer = offer(sending)) {
            DeliveryException failure = verdict(sending, answer, since, patience);
            if (failure == null && closing) {
                failure = failures.closed(sending.given());
            } else if (failure == null && isInterruptedAfter(pause)) {
                failure = failures.interrupted(sending.given());
            }
            if (failure != null) {
                return sending.giveUp() ? failure : null;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        return null;
    }

    /** Offers a message once; the client is made if there is none. */
    Answer offer(Sending sending) {
        return offer(sending, clients.get());
    }

    /** Offers a message once, unless there is no client, which takes long to make. */
    Answer offerIfReady(Sending sending) {
        return offer(sending, clients.ready());
    }

    /**
     * Whether an answer is the last word on a message that nobody's thread has waited for since then: while no broker answers,
     * it waits as long as one that the client has taken. Null: offering it again may help.
     */
    @Nullable DeliveryException verdict(Sending sending, Answer answer, long since) {
        return verdict(sending, answer, since, unattended);
    }

    private @Nullable DeliveryException verdict(Sending sending, Answer answer, long since, Patience patience) {
        Duration waited = Duration.ofNanos(now() - since);
        return switch (answer) {
            case SENT -> null;
            case REFUSED -> failures.refused(sending, sending.refusal());
            case NOT_READY, LOST -> {
                if (sending.isUnanswered()) {
                    yield waited.compareTo(patience.silence) < 0
                            ? null
                            : failures.unanswered(sending, patience.silence);
                }
                yield waited.compareTo(patience.topic) < 0
                        ? null
                        : failures.notReady(sending, patience.topic, clients.failure());
            }
            case NO_ROOM -> waited.compareTo(patience.memory) < 0 ? null : failures.memoryFull(sending);
        };
    }

    private Answer offer(Sending sending, @Nullable Client client) {
        if (client == null) {
            return sending.noClient();
        }
        Answer answer = sending.offer(client);
        Exception refusal = sending.refusal();
        if (answer == Answer.LOST && refusal != null) {
            clients.replace(client, refusal);
            return sending.nextAttempt() ? Answer.LOST : Answer.SENT;
        }
        return answer;
    }

    private boolean isInterruptedAfter(long nanos) {
        LockSupport.parkNanos(this, nanos);
        return Thread.currentThread().isInterrupted();
    }
}
