package io.racecar.examples;

import io.racecar.OutgoingMessage;

/**
 * The message that a user was banned, as JSON in the topic {@code user_banned}.
 *
 * @param userId identifies the user
 */
public record UserBanned(long userId) {
    static final String TOPIC = "user_banned";

    /** Keyed by user, so that all of a user's messages stay in order. */
    static OutgoingMessage message(long userId) {
        return OutgoingMessage.to(TOPIC).key(Long.toString(userId)).json(new UserBanned(userId));
    }
}
