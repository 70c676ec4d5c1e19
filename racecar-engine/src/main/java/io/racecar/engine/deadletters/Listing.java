package io.racecar.engine.deadletters;

import java.util.List;

/**
 * Dead letters of a topic.
 *
 * @param topic where they are
 * @param letters the newest of those that fit, oldest first
 * @param matching how many fit
 * @param redriven how many of those were put back
 */
public record Listing(String topic, List<DeadLetter> letters, long matching, long redriven) {
    /** Copies the list. */
    public Listing {
        letters = List.copyOf(letters);
    }
}
