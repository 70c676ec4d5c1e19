package io.racecar.engine.config;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What must hold between the settings of the producer. */
final class ProducerRules {
    private final Check check;
    private final Values values;

    ProducerRules(Check check) {
        this.check = check;
        this.values = check.values();
    }

    void apply() {
        boolean neverSent = values.get(ProducerKeys.LINGER).compareTo(values.get(ProducerKeys.MESSAGE_TIMEOUT)) >= 0;
        if (neverSent && check.concerns(ProducerKeys.LINGER, ProducerKeys.MESSAGE_TIMEOUT)) {
            check.refuse(
                    ProducerKeys.LINGER,
                    "below producer.messageTimeout, " + check.shown(ProducerKeys.MESSAGE_TIMEOUT) + ",",
                    "lower it or raise producer.messageTimeout");
        }
        RawProperties.ofProducers().check(check, ProducerKeys.PROPERTIES);
        onePartitioner();
        if (check.findings().problems().isEmpty()) {
            timeouts();
        }
        idempotence();
    }

    private void onePartitioner() {
        String raw = ProducerConfig.PARTITIONER_CLASS_CONFIG;
        if (check.givenHere(ProducerKeys.PARTITIONER)
                && check.entriesHere(ProducerKeys.PROPERTIES).containsKey(raw)) {
            check.problem(check.naming(ProducerKeys.PROPERTIES, raw) + " and " + check.naming(ProducerKeys.PARTITIONER)
                    + " are two ways to choose partitions; leave one of them out");
        }
    }

    /** Raw properties may break what the settings keep: Kafka wants time for linger and one answer at least. */
    private void timeouts() {
        Map<String, Object> properties = new ClientProperties(values).producer();
        long needed = millis(properties, "linger.ms") + millis(properties, "request.timeout.ms");
        if (needed > millis(properties, "delivery.timeout.ms")) {
            check.problem("producer.properties must leave delivery.timeout.ms at or above the sum of linger.ms and "
                    + "request.timeout.ms but that is " + needed + "; raise producer.messageTimeout");
        }
    }

    private static long millis(Map<String, Object> properties, String name) {
        return Long.parseLong(String.valueOf(properties.get(name)));
    }

    /** The idempotent producer repeats what is lost, and keeps order only while few requests are under way. */
    private void idempotence() {
        Map<String, String> raw = values.map(ProducerKeys.PROPERTIES);
        if ("0".equals(raw.get("retries"))) {
            check.problem(check.naming(ProducerKeys.PROPERTIES, "retries")
                    + " must be positive but was 0; leave it out, producer.messageTimeout ends the repetition");
        }
        String requests = raw.getOrDefault("max.in.flight.requests.per.connection", "5");
        if (requests.matches("[6-9]|\\d{2,9}")) {
            check.problem(check.naming(ProducerKeys.PROPERTIES, "max.in.flight.requests.per.connection")
                    + " must be at most 5 but was " + requests + "; more would not keep the order");
        }
    }
}
