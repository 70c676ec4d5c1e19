package io.racecar.benchmarks;

import io.racecar.benchmarks.probe.Task;
import java.util.List;
import java.util.Set;

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

    Metric primary() {
        return metrics.get(0);
    }

    /** With so many records, where their number is not a part of what is measured. */
    Scenario withRecords(int records) {
        boolean fixed = kind == Kind.START || kind == Kind.IDLE;
        return fixed
                ? this
                : new Scenario(name, title, task, data.withRecords(records), kind, metrics, contenders, targets);
    }

    Scenario withPeers(Set<String> peers) {
        List<Contender> some = contenders.stream()
                .filter(contender -> peers.contains(contender.peer()))
                .toList();
        return new Scenario(name, title, task, data, kind, metrics, some, targets);
    }

    /** How many handled records end a run. */
    int expected() {
        return task == Task.POISON ? data.records() - data.recordsOfOneKey() : data.records();
    }
}
