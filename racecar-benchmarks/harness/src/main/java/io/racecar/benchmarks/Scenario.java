package io.racecar.benchmarks;

import io.racecar.benchmarks.probe.Task;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What all contenders are asked to do.
 *
 * @param name as on the command line
 * @param title for people
 * @param task what the handlers do
 * @param data what is consumed
 * @param kind how the records get there, and what is measured
 * @param metrics what is shown, the first one compared
 * @param contenders who takes part
 * @param targets what Racecar must reach
 */
record Scenario(
        String name,
        String title,
        Task task,
        Dataset data,
        Kind kind,
        List<Metric> metrics,
        List<Contender> contenders,
        List<Target> targets) {

    Scenario {
        metrics = List.copyOf(metrics);
        contenders = List.copyOf(contenders);
        targets = List.copyOf(targets);
    }

    /** How the records get there, and what is measured. */
    enum Kind {
        /** They are there already; first to last. */
        BACKLOG,
        /** The same, in a JVM that has virtual threads. */
        BACKLOG_ON_VIRTUAL_THREADS,
        /** They are sent at a steady rate meanwhile. */
        PACED,
        /** One is there; from the launch of the JVM to it. */
        START,
        /** One is there; what comes after it, which is nothing. */
        IDLE
    }

    /** Begins a description: nobody takes part yet, and nothing is measured. */
    static Scenario backlog(String name, String title, Task task) {
        return new Scenario(name, title, task, Dataset.bytes(1, 1), Kind.BACKLOG, List.of(), List.of(), List.of());
    }

    Scenario on(Dataset other) {
        return new Scenario(name, title, task, other, kind, metrics, contenders, targets);
    }

    Scenario by(Kind other) {
        return new Scenario(name, title, task, data, other, metrics, contenders, targets);
    }

    Scenario measuring(List<Metric> other) {
        return new Scenario(name, title, task, data, kind, other, contenders, targets);
    }

    Scenario of(List<Contender> first, Contender... more) {
        List<Contender> all = Stream.concat(first.stream(), Stream.of(more)).toList();
        return new Scenario(name, title, task, data, kind, metrics, all, targets);
    }

    Scenario targets(Target... other) {
        return new Scenario(name, title, task, data, kind, metrics, contenders, List.of(other));
    }

    Metric primary() {
        return metrics.get(0);
    }

    /** For people: what is done with what. */
    String heading() {
        return name + ": " + title + "; " + String.format(Locale.ROOT, "%,d", data.records()) + " records, "
                + data.partitions() + " partitions";
    }

    boolean needsVirtualThreads() {
        return kind == Kind.BACKLOG_ON_VIRTUAL_THREADS;
    }

    /** With so many records, where their number is not a part of what is measured. */
    Scenario withRecords(int records) {
        return kind == Kind.START || kind == Kind.IDLE ? this : on(data.withRecords(records));
    }

    Scenario withPeers(Set<String> peers) {
        return of(contenders.stream()
                .filter(contender -> peers.contains(contender.peer()))
                .toList());
    }

    /** How many handled records end a run. */
    int expected() {
        return task == Task.POISON ? data.records() - data.recordsOfOneKey() : data.records();
    }
}
