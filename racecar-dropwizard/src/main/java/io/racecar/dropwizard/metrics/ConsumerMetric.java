package io.racecar.dropwizard.metrics;

/** What is counted and timed of each consumer, as events tell it. */
enum ConsumerMetric implements Entry {
    HANDLING("handling", Kind.TIMER, "calls of handlers with a message or a batch, those that failed included"),
    ERRORS("errors", Kind.METER, "calls of handlers that failed"),
    MESSAGES("messages", Kind.METER, "messages that a handler has returned from"),
    BATCH_SIZE(
            "batch-size",
            Kind.HISTOGRAM,
            "messages in each batch handed to a batch consumer; its count is that of the batches"),
    POLLS("polls", Kind.TIMER, "polls of Kafka, waiting included"),
    POLLED("polled", Kind.METER, "messages that polls brought"),
    POLL_ERRORS("poll-errors", Kind.METER, "polls that failed"),
    PAUSES("pauses", Kind.METER, "pauses of a partition, or of a key, after a failure or by an operator"),
    PAUSED("paused", Kind.TIMER, "how long pauses took, once they have ended"),
    SKIPPED("skipped", Kind.METER, "messages that were skipped, by operators or because of messageExpiry"),
    DEAD_LETTERS("dead-letters", Kind.METER, "messages that went to the dead-letter topic"),
    STUCK("stuck", Kind.METER, "handlings that ran longer than maxPollInterval"),
    JOINS("joins", Kind.TIMER, "how long joining the group took"),
    JOIN_ERRORS("join-errors", Kind.METER, "attempts to join the group that failed"),
    LEAVES("leaves", Kind.TIMER, "how long leaving the group took"),
    LEAVE_ERRORS("leave-errors", Kind.METER, "attempts to leave the group that failed");

    private final Line line;

    ConsumerMetric(String id, Kind kind, String meaning) {
        this.line = new Line(id, kind, meaning);
    }

    @Override
    public Line line() {
        return line;
    }
}
