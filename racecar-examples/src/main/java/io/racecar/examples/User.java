package io.racecar.examples;

/**
 * A user as stored and as shown.
 *
 * @param id identifies the user
 * @param name what the user is called
 * @param banned whether the user was banned
 */
public record User(long id, String name, boolean banned) {}
