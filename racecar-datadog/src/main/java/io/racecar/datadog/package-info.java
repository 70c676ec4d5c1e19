/**
 * Metrics for a Datadog agent, under the names of the original Racecar: {@link io.racecar.datadog.RacecarDatadog} sends them.
 */
@NullMarked
package io.racecar.datadog;

import org.jspecify.annotations.NullMarked;
