package io.racecar.datadog;

/** What a metric is about, and so which tags it has. */
enum Scope {
    PARTITION("`client` `group_id` `topic` `partition`"),
    CONSUMER("`client` `group_id`"),
    TOPIC("`client` `topic`"),
    CLIENT("`client`");

    private final String tags;

    Scope(String tags) {
        this.tags = tags;
    }

    /** As the documentation writes them. */
    String tags() {
        return tags;
    }
}
