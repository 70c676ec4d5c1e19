package io.racecar.engine.worker;

import io.racecar.Consumer;
import io.racecar.Partition;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * A worker's loop on a fake Kafka, driven step by step on the test's own thread: time, handler threads and acknowledgements
 * move only when the test moves them.
 *
 * <p>A handler may itself drive the loop, as "what happens meanwhile".
 */
final class Rig {
    static final TopicPartition T0 = new TopicPartition("t", 0);
    static final TopicPartition T1 = new TopicPartition("t", 1);
    static final TopicPartition T2 = new TopicPartition("t", 2);
    private static final int MOST_STEPS = 1_000;

    final FakeKafka kafka;
    final ManualClock clock;
    final SteppedThreads threads;
    final SteppedDoorbell doorbell;
    final FakeOutlet outlet = new FakeOutlet();
    final RecordingListener events;
    final OperatorPauses operatorPauses = new OperatorPauses();
    final RateLimit rateLimit;
    final WorkerNotes worker = new WorkerNotes();
    private final RigPlan plan;
    private final WorkerParts parts;
    private FakeClient client;
    private PollLoop loop;

    Rig(RigPlan plan) {
        this.plan = plan;
        kafka = plan.kafka;
        clock = plan.clock;
        events = plan.events;
        threads = new SteppedThreads(plan.settings.build().concurrency());
        rateLimit = plan.rateLimit();
        doorbell = new SteppedDoorbell(threads, clock);
        parts = plan.blueprint(outlet, operatorPauses, rateLimit, this::newClient, (worker, now, error) -> {})
                .parts(threads, doorbell, worker);
        connect();
    }

    /** With defaults. */
    static Rig of(Consumer<String> consumer) {
        return new RigPlan(consumer).build();
    }

    /** A new client of the same worker, as after an error (S3). */
    void connect() {
        client = newClient();
        loop = new PollLoop(parts, new Client(client));
        loop.subscribe();
    }

    private FakeClient newClient() {
        return new FakeClient(kafka, plan.maxPollRecords);
    }

    // ---- what happens outside

    Rig append(TopicPartition partition, String... values) {
        kafka.append(partition, values);
        return this;
    }

    void pass(Duration duration) {
        clock.pass(duration);
        plan.alarm.runDue();
    }

    // ---- steps

    /** Polls once; that brings the assignment. */
    Rig assign(TopicPartition... partitions) {
        client.rebalanceInPoll(List.of(partitions));
        poll();
        return this;
    }

    void lose(TopicPartition... partitions) {
        client.loseInPoll(List.of(partitions));
        poll();
    }

    Rig poll() {
        loop.runOnce();
        return this;
    }

    /** Runs all that waits for a handler thread. */
    void handle() {
        threads.runAll();
    }

    /** Polls and handles until there is nothing left to do, or a handler has stopped it all. */
    void run() {
        long before;
        int steps = 0;
        do {
            if (steps++ > MOST_STEPS) {
                throw new AssertionError("never comes to rest");
            }
            before = client.polled() + threads.ran();
            poll();
            handle();
        } while (!client.closed()
                && (client.polled() + threads.ran() > before || !loop.signals().isEmpty()));
    }

    /** Lets the time of a commit come, and the broker answer. */
    void commit() {
        loop.committer().soon();
        poll();
        client.answerCommits();
    }

    /** Stops in order, within that time; handlers and time get on while the poll thread waits. */
    void stop(Duration time) {
        client.whileWaiting(doorbell::await);
        new Departure(loop).inOrder(Deadline.in(time, clock), () -> false);
    }

    // ---- what there is

    FakeClient client() {
        return client;
    }

    PollLoop loop() {
        return loop;
    }

    Operations operations() {
        return new PartitionOperations(loop);
    }

    /** The one partition as its worker sees it. */
    PartitionView view(TopicPartition partition) {
        return operations().view().stream()
                .filter(it -> it.partition().equals(name(partition)))
                .findFirst()
                .orElseThrow();
    }

    static Partition name(TopicPartition partition) {
        return new Partition(partition.topic(), partition.partition());
    }

    /** The committed offset, or -1. */
    long committed(TopicPartition partition) {
        return kafka.committed(partition) == null
                ? -1
                : kafka.committed(partition).offset();
    }
}
