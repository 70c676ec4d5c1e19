package io.racecar.benchmarks.probe;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of one contender: what to consume, how, and where to count. One for each JVM. */
public final class Run {
    private final Arguments arguments;
    private final Task task;
    private final Milestones milestones;
    private volatile @Nullable Latencies latencies;

    Run(Arguments arguments) {
        this.arguments = arguments;
        this.task = Task.valueOf(arguments.text("task"));
        this.milestones = new Milestones(arguments.number("records"));
    }

    /**
     * What the handler does.
     *
     * @return the task
     */
    public Task task() {
        return task;
    }

    /**
     * Where the broker is.
     *
     * @return {@code bootstrap.servers}
     */
    public String brokers() {
        return arguments.text("brokers");
    }

    /**
     * What to consume, from its beginning.
     *
     * @return the topic
     */
    public String topic() {
        return arguments.text("topic");
    }

    /**
     * Where to produce to, if the task does.
     *
     * @return the topic
     */
    public String outputTopic() {
        return arguments.text("output");
    }

    /**
     * A group that no other run has.
     *
     * @return the group's id
     */
    public String group() {
        return arguments.text("group");
    }

    /**
     * Which way of consuming is meant where a peer has several.
     *
     * @return its name
     */
    public String variant() {
        return arguments.text("variant");
    }

    /**
     * What is set other than by default, in the peer's own words.
     *
     * @return values by name, in the names' order
     */
    public Map<String, String> settings() {
        return arguments.settings();
    }

    /**
     * A counter for handlers that run one after the other; asked for once.
     *
     * @return a new counter, not thread-safe
     */
    public Progress oneThread() {
        return new OneThreadProgress(milestones);
    }

    /**
     * A counter for handlers that run at once; asked for once.
     *
     * @return a new counter, thread-safe
     */
    public Progress manyThreads() {
        return new ManyThreadsProgress(milestones);
    }

    /**
     * What the handler does, for the tasks that need the message.
     *
     * @param progress counts what is done
     * @return the work; thread-safe as far as the counter is, but for tasks that measure latency
     * @throws IllegalArgumentException if the task is left to the peer
     */
    public Work work(Progress progress) {
        return switch (task) {
            case SLEEP ->
                (key, value) -> {
                    Thread.sleep(2);
                    progress.handled();
                };
            case LATENCY, RELAY -> latencies(progress);
            case POISON -> new Poison(progress);
            case MESSAGE, BATCH, JSON, PRODUCE -> throw new IllegalArgumentException("the peer itself does " + task);
        };
    }

    Milestones milestones() {
        return milestones;
    }

    Latencies latencies() {
        return Objects.requireNonNull(latencies, "the peer never asked for its work");
    }

    private Work latencies(Progress progress) {
        Latencies measured = new Latencies(progress, arguments.number("records"), arguments.number("ignored"));
        latencies = measured;
        return measured;
    }

    int idleSeconds() {
        return arguments.number("idleSeconds");
    }

    long launchedEpochMicros() {
        return Long.parseLong(arguments.text("launched"));
    }
}
