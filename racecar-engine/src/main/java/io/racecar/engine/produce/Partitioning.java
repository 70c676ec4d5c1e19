package io.racecar.engine.produce;

import io.racecar.engine.codec.KeyHash;
import org.jspecify.annotations.Nullable;

/** How produced messages find their partition, by the original's names and as librdkafka does it. Thread-safe. */
public enum Partitioning {
    /** Murmur2 of the key; all messages without a key go to one partition. */
    MURMUR2(KeyHash.MURMUR2, Keyless.HASHED),
    /** Murmur2 of the key, and any partition without one; Kafka's own way. */
    MURMUR2_RANDOM(KeyHash.MURMUR2, Keyless.SPREAD),
    /** CRC-32 of the key; all messages without a key go to one partition. */
    CONSISTENT(KeyHash.CRC32, Keyless.HASHED),
    /** CRC-32 of the key, and any partition without one or with an empty one; librdkafka's and the original's default. */
    CONSISTENT_RANDOM(KeyHash.CRC32, Keyless.SPREAD_EMPTY_TOO),
    /** FNV-1a of the key; all messages without a key go to one partition. */
    FNV1A(KeyHash.FNV1A, Keyless.HASHED),
    /** FNV-1a of the key, and any partition without one. */
    FNV1A_RANDOM(KeyHash.FNV1A, Keyless.SPREAD);

    private enum Keyless {
        HASHED,
        SPREAD,
        SPREAD_EMPTY_TOO
    }

    private final KeyHash hash;
    private final Keyless keyless;

    Partitioning(KeyHash hash, Keyless keyless) {
        this.hash = hash;
        this.keyless = keyless;
    }

    /** What keys and partition keys are hashed with. */
    public KeyHash hash() {
        return hash;
    }

    /** Whether a message with that key may go anywhere. */
    boolean spreads(byte @Nullable [] key) {
        return switch (keyless) {
            case HASHED -> false;
            case SPREAD -> key == null;
            case SPREAD_EMPTY_TOO -> key == null || key.length == 0;
        };
    }
}
