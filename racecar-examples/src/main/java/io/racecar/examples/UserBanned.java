package io.racecar.examples;

/**
 * The message that a user was banned, as JSON in the topic {@code user_banned}.
 *
 * @param userId identifies the user
 */
public record UserBanned(long userId) {}
