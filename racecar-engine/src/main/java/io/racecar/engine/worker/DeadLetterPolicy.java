package io.racecar.engine.worker;

import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go that keep failing, and when (F6).
 *
 * @param topic null: nowhere, they are tried again for ever
 * @param afterAttempts on which failure; 0: only after errors that say so themselves
 * @param on names of exception classes, those of their subclasses included, after which a message goes there at once
 * @param clock tells when that was
 */
public record DeadLetterPolicy(@Nullable String topic, int afterAttempts, Set<String> on, InstantSource clock) {
    /** Messages are never given up. */
    public static final DeadLetterPolicy NONE = new DeadLetterPolicy(null, 0, Set.of(), InstantSource.system());
}
