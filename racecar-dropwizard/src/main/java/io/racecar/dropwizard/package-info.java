/**
 * Racecar inside a Dropwizard application: {@link io.racecar.dropwizard.RacecarBundle} reads the application's YAML, starts
 * and stops consumers with the server, and adds health checks.
 */
@NullMarked
package io.racecar.dropwizard;

import org.jspecify.annotations.NullMarked;
