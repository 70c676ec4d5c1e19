package io.racecar.dropwizard.metrics;

/** A line of the catalogue: a name that dashboards rely on, behind the name of what it is about. */
interface Entry {
    /** The last part of the metric's name. */
    String id();

    Kind kind();

    /** What it says, in what unit. */
    String meaning();
}
