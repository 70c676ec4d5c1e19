package io.racecar.benchmarks.probe;

/** Counts handled messages; cheap enough to be left out of account. */
public interface Progress {

    /** One more message is done. */
    void handled();
}
