package io.racecar.examples;

import java.time.Instant;

/**
 * A page view whose country was looked up, as JSON in the topic {@code pageviews-with-country}.
 *
 * @param id identifies the page view
 * @param url what was looked at
 * @param country where from: an ISO 3166 code, {@code ZZ} if unknown
 * @param time when
 */
public record PageviewWithCountry(String id, String url, String country, Instant time) {}
