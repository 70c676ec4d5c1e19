package io.racecar.dropwizard.metrics;

/** What is counted and timed of the producer, as events tell it: of consumers and application together. */
enum ProducerMetric implements Entry {
    PRODUCED("produced", Kind.METER, "messages queued to be delivered"),
    PRODUCE_ERRORS("produce-errors", Kind.METER, "messages refused at once"),
    MESSAGE_SIZE("message-size", Kind.HISTOGRAM, "size of the messages queued, in bytes"),
    DELIVERED("delivered", Kind.TIMER, "messages acknowledged, and how long that took from queueing on"),
    DELIVERY_ERRORS("delivery-errors", Kind.METER, "queued messages that could not be delivered"),
    UNDELIVERED("undelivered", Kind.GAUGE, "messages queued that are neither acknowledged nor failed yet");

    private final Line line;

    ProducerMetric(String id, Kind kind, String meaning) {
        this.line = new Line(id, kind, meaning);
    }

    @Override
    public Line line() {
        return line;
    }
}
