package io.racecar.engine.worker;

import java.time.Duration;

/** Why a message is in the dead-letter topic that no handler has seen: it was older than {@code messageExpiry}. */
public final class ExpiredMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: there may be many, all from the same place. */
    ExpiredMessageException(Duration expiry) {
        super("older than messageExpiry, " + expiry, null, false, false);
    }
}
