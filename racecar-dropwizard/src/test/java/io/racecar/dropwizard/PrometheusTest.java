package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Racecar's metrics through Prometheus's own exporter, as {@code docs/metrics.md} says to set it up. */
class PrometheusTest {
    private static final String UNREACHABLE = "racecar: {brokers: 'localhost:1', shutdownTimeout: 2s}\n";

    @Test
    void metricsShowUpUnderTheirNames() throws Exception {
        try (Shop shop = Shop.start(UNREACHABLE, (racecar, environment) -> {
            racecar.consumer("user_banned", String.class, (message, context) -> {});
            Scrapes.serve(environment);
        })) {
            assertThat(Scrapes.scrape(shop))
                    .contains(
                            "racecar_consumer_user_banned_up 0.0",
                            "racecar_consumer_user_banned_lag -1.0",
                            "racecar_consumer_user_banned_messages_total 0.0",
                            "racecar_producer_undelivered 0.0",
                            "racecar_consumer_user_banned_handling_count 0");
        }
    }
}
