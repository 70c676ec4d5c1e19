package io.racecar.engine.worker;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Which messages are too old to be handled.
 *
 * @param age at which a message is skipped
 * @param buried whether those go to the dead-letter topic
 * @param clock tells how old they are
 */
public record ExpiryPolicy(Duration age, boolean buried, InstantSource clock) {}
