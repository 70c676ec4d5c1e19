package io.racecar.engine.worker;

import io.racecar.Partition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * What log lines of handlers carry in SLF4J's MDC, unless that is turned off: on the worker's handler threads the consumer,
 * and around handlers topic, partition, offset and attempt. Thread-safe.
 */
final class LoggingContext {
    static final String CONSUMER = "consumer";
    static final String TOPIC = "topic";
    static final String PARTITION = "partition";
    static final String OFFSET = "offset";
    static final String ATTEMPT = "attempt";

    /** Turns of one partition after which whatever handlers have left in the MDC is cleared. */
    private static final int MOST_TURNS = 1000;

    private static final Turn OFF = (lane, offset) -> {};

    private final String consumer;
    private final boolean on;
    private final ThreadLocal<Shown> shown = ThreadLocal.withInitial(Shown::new);

    private LoggingContext(String consumer, boolean on) {
        this.consumer = consumer;
        this.on = on;
    }

    /** @param wanted ignored where the logging backend has no MDC */
    static LoggingContext of(Identity identity, boolean wanted) {
        return new LoggingContext(identity.consumer(), wanted && !(MDC.getMDCAdapter() instanceof NOPMDCAdapter));
    }

    /** The same threads, on which hooks find the consumer, and leave nothing behind. */
    HandlerThreads on(HandlerThreads threads) {
        return on ? new Threads(threads) : threads;
    }

    /** For one turn of a lane, on its thread, until the thread has its next. */
    Turn turn(Lane<?> lane) {
        if (!on) {
            return OFF;
        }
        Shown turn = shown.get();
        turn.begin(lane);
        return turn;
    }

    /** It is that message whose failure is being reported. */
    void failed(Lane<?> lane, long offset, int attempt) {
        if (on) {
            Shown turn = shown.get();
            if (!lane.partition().equals(turn.partition)) {
                turn.begin(lane);
            }
            turn.handling(offset, attempt);
        }
    }

    /** Keeps the MDC up to date during one turn. */
    interface Turn {
        /** The message at that offset, or the batch that begins with it, is about to be handled. */
        void handling(Lane<?> lane, long offset);
    }

    /**
     * What is in a handler thread's MDC, and stays there between its turns. Per message that is the offset alone, as a rule: the
     * rest is put again only where it has changed, or a handler has cleared the MDC.
     */
    private final class Shown implements Turn {
        private @Nullable Partition partition;
        private String number = "";
        private int attempt;
        private int turns;

        /** What handlers leave goes at the turn's end, or, where turns are as short as a message, after many of one partition. */
        void begin(Lane<?> next) {
            if (next.lanes().isOne() || !next.partition().equals(partition) || ++turns > MOST_TURNS) {
                MDC.clear();
                partition = next.partition();
                number = Integer.toString(partition.number());
                turns = 1;
            }
        }

        @Override
        public void handling(Lane<?> lane, long offset) {
            handling(offset, lane.attempt(offset));
        }

        private void handling(long offset, int nextAttempt) {
            if (nextAttempt != attempt || !number.equals(MDC.get(PARTITION))) {
                MDC.put(CONSUMER, consumer);
                MDC.put(TOPIC, Objects.requireNonNull(partition).topic());
                MDC.put(PARTITION, number);
                MDC.put(ATTEMPT, Integer.toString(nextAttempt));
                attempt = nextAttempt;
            }
            MDC.put(OFFSET, Long.toString(offset));
        }
    }

    private final class Threads implements HandlerThreads {
        private final HandlerThreads threads;

        private Threads(HandlerThreads threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable turn) {
            threads.execute(turn);
        }

        @Override
        public void executeFirst(Runnable hook) {
            threads.executeFirst(() -> run(hook));
        }

        @Override
        public boolean anyWaiting() {
            return threads.anyWaiting();
        }

        @Override
        public void finish(Runnable last) {
            threads.finish(() -> run(last));
        }

        private void run(Runnable hook) {
            MDC.clear(); // nothing but handlers and hooks runs on these threads
            MDC.put(CONSUMER, consumer);
            try {
                hook.run();
            } finally {
                MDC.clear();
            }
        }
    }
}
