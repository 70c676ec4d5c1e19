package io.racecar.dropwizard.metrics;

import java.util.Locale;

/** What a metric is to the registry. */
enum Kind {
    GAUGE,
    HISTOGRAM,
    METER,
    TIMER;

    /** As documentation says it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
