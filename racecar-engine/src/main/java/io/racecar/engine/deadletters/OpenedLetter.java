package io.racecar.engine.deadletters;

import io.racecar.Message;

/**
 * A dead letter with all that is in it.
 *
 * @param letter what is known of it
 * @param content its key, value and headers, as they are
 */
public record OpenedLetter(DeadLetter letter, Message<byte[]> content) {}
