package io.racecar.benchmarks.probe;

/** A way to consume, found as a service: one for each class path. */
public interface Peer {

    /**
     * Starts to consume what the run names, on threads of its own, until the JVM ends.
     *
     * @param run what to consume, how, and where to count
     * @throws Exception if it cannot be started, or cannot do the run's task at all
     */
    void start(Run run) throws Exception;
}
