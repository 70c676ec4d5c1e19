/** Traces across topics, on the OpenTelemetry API. */
@NullMarked
package io.racecar.opentelemetry;

import org.jspecify.annotations.NullMarked;
