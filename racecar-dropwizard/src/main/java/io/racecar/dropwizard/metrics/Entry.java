package io.racecar.dropwizard.metrics;

/** A metric of the catalogue: a name that dashboards rely on, behind the name of what it is about. */
interface Entry {
    Line line();

    /** The last part of the metric's name. */
    default String id() {
        return line().id();
    }

    default Kind kind() {
        return line().kind();
    }

    /** What it says, in what unit. */
    default String meaning() {
        return line().meaning();
    }

    /** What the catalogue says of it. */
    record Line(String id, Kind kind, String meaning) {}
}
