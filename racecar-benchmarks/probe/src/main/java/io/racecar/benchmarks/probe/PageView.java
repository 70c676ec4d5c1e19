package io.racecar.benchmarks.probe;

/**
 * What the messages of {@link Task#JSON} hold.
 *
 * @param user who
 * @param url which page
 * @param referrer where from
 * @param at when, in milliseconds since 1970
 */
public record PageView(String user, String url, String referrer, long at) {}
