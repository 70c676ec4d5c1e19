package io.racecar;

/**
 * Where a produced message was stored.
 *
 * <p>Immutable and thread-safe.
 *
 * @param partition the partition it was written to
 * @param offset its offset there, or -1 where the broker did not say
 */
public record Delivery(Partition partition, long offset) {}
