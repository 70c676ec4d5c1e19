package io.racecar.engine.config;

/** How produced messages are compressed. */
public enum CompressionCodec {
    /** Not at all. */
    NONE,
    /** Smaller and slower. */
    GZIP,
    /** Fast. */
    LZ4,
    /** Fast. */
    SNAPPY,
    /** Small, and faster than gzip. */
    ZSTD
}
