package io.racecar.engine.worker;

import io.racecar.Partition;
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

    private final String consumer;
    private final boolean on;

    private LoggingContext(String consumer, boolean on) {
        this.consumer = consumer;
        this.on = on;
    }

    /** @param wanted ignored where the logging backend has no MDC */
    static LoggingContext of(Identity identity, boolean wanted) {
        return new LoggingContext(identity.consumer(), wanted && !(MDC.getMDCAdapter() instanceof NOPMDCAdapter));
    }

    /** The same threads, on which each turn and hook finds the consumer, and leaves nothing behind. */
    HandlerThreads on(HandlerThreads threads) {
        return on ? new Threads(threads) : threads;
    }

    /** For one turn of a lane, on its thread. */
    Turn turn(Lane<?> lane) {
        return new Turn(lane);
    }

    /** It is that message whose failure is being reported. */
    void failed(Partition partition, long offset, int attempt) {
        if (on) {
            put(partition.topic(), Integer.toString(partition.number()));
            put(offset, attempt);
        }
    }

    private void put(String topic, String partition) {
        MDC.put(CONSUMER, consumer);
        MDC.put(TOPIC, topic);
        MDC.put(PARTITION, partition);
    }

    private static void put(long offset, int attempt) {
        MDC.put(OFFSET, Long.toString(offset));
        MDC.put(ATTEMPT, Integer.toString(attempt));
    }

    /**
     * Keeps the MDC up to date during one turn. Per message that is the offset alone, as a rule: the rest is put again only
     * where it has changed, or a handler has cleared the MDC.
     */
    final class Turn {
        private final Lane<?> lane;
        private final String partition;
        private int attempt;

        private Turn(Lane<?> lane) {
            this.lane = lane;
            this.partition = on ? Integer.toString(lane.partition().number()) : "";
        }

        /** The message at that offset, or the batch that begins with it, is about to be handled. */
        void handling(long offset) {
            if (on) {
                handling(offset, lane.attempt(offset));
            }
        }

        private void handling(long offset, int nextAttempt) {
            if (nextAttempt != attempt || !partition.equals(MDC.get(PARTITION))) {
                put(lane.partition().topic(), partition);
                put(offset, nextAttempt);
                attempt = nextAttempt;
            } else {
                MDC.put(OFFSET, Long.toString(offset));
            }
        }
    }

    /** What handlers leave in the MDC must not show up in the lines of others. */
    private final class Threads implements HandlerThreads {
        private final HandlerThreads threads;

        private Threads(HandlerThreads threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable turn) {
            threads.execute(() -> run(turn));
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

        private void run(Runnable task) {
            MDC.put(CONSUMER, consumer);
            try {
                task.run();
            } finally {
                MDC.clear(); // nothing but handlers and hooks runs on these threads
            }
        }
    }
}
