/** The figures of consumers and producer in a Dropwizard {@code MetricRegistry}. */
@NullMarked
package io.racecar.dropwizard.metrics;

import org.jspecify.annotations.NullMarked;
