package io.racecar.engine.config;

/** How the members of a group agree on who reads which partition. */
public enum GroupProtocol {
    /** Members agree among themselves, led by one of them. */
    CLASSIC,
    /** The broker assigns (KIP-848). */
    CONSUMER,
    /** Messages are shared, not partitions (KIP-932). */
    SHARE
}
