package io.racecar.examples;

import java.time.Instant;

/**
 * A page view, as JSON in the topic {@code pageviews}.
 *
 * @param id identifies the page view
 * @param url what was looked at
 * @param ipAddress where from
 * @param time when
 */
public record Pageview(String id, String url, String ipAddress, Instant time) {}
