package io.racecar.examples;

import java.time.Instant;

/**
 * A failed handling, as shown.
 *
 * @param time when it failed
 * @param consumer the consumer's name
 * @param message the message, or the first of a batch, as {@code topic/partition@offset}
 * @param attempt how often it has been tried, from 1
 * @param error what was thrown
 */
public record Failure(Instant time, String consumer, String message, int attempt, String error) {}
