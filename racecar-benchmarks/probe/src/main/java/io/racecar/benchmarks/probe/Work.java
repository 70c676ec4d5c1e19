package io.racecar.benchmarks.probe;

import org.jspecify.annotations.Nullable;

/** What a handler does with one message where that is more than counting. */
public interface Work {

    /**
     * Does it.
     *
     * @param key the message's key
     * @param value the message's value
     * @throws Exception if the message is one that fails
     */
    void handle(byte @Nullable [] key, byte @Nullable [] value) throws Exception;
}
