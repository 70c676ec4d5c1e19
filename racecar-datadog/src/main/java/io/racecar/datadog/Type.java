package io.racecar.datadog;

/** How the agent adds values up. */
enum Type {
    COUNT("c"),
    GAUGE("g"),
    HISTOGRAM("h"),
    TIMING("ms"),
    SERVICE_CHECK("_sc");

    private final String code;

    Type(String code) {
        this.code = code;
    }

    /** As the protocol of DogStatsD writes it. */
    String code() {
        return code;
    }

    /** Whether values are sent in groups of similar ones rather than added up or replaced. */
    boolean isDistribution() {
        return this == HISTOGRAM || this == TIMING;
    }
}
