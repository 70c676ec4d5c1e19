package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Racecar's metrics through Prometheus's own exporter, as {@code docs/metrics.md} says to set it up. */
class PrometheusTest {
    private static final String UNREACHABLE = "racecar: {brokers: 'localhost:1', shutdownTimeout: 2s}\n";

    private static final Pattern REGEX = Pattern.compile("(?m)^ *regex: (.*)$");

    private static void serve(Environment environment, DropwizardExports exports) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(exports);
        environment
                .admin()
                .addServlet("prometheus", new PrometheusMetricsServlet(registry))
                .addMapping("/prometheus");
    }

    private static List<String> scrape(Shop shop) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + shop.getAdminPort() + "/prometheus"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofLines())
                .body()
                .filter(it -> it.startsWith("racecar_"))
                .toList();
    }

    @Test
    void metricsShowUpUnderTheirNames() throws Exception {
        try (Shop shop = Shop.start(UNREACHABLE, (racecar, environment) -> {
            racecar.consumer("user_banned", String.class, (message, context) -> {});
            serve(environment, new DropwizardExports(environment.metrics()));
        })) {
            assertThat(scrape(shop))
                    .contains(
                            "racecar_consumer_user_banned_up 0.0",
                            "racecar_consumer_user_banned_lag -1.0",
                            "racecar_consumer_user_banned_messages_total 0.0",
                            "racecar_producer_undelivered 0.0",
                            "racecar_consumer_user_banned_handling_count 0");
        }
    }

    @Test
    void theRulesOfThePageMakeLabelsOfPartitions() throws IOException {
        String page = Files.readString(Path.of("../docs/metrics.md"));
        List<String> rules =
                REGEX.matcher(page).results().map(it -> it.group(1)).distinct().toList();

        assertThat(rules).singleElement().satisfies(rule -> {
            Matcher name = Pattern.compile(rule).matcher("racecar_consumer_ban_consumer_partition_user_banned_3_lag");
            assertThat(name.matches()).isTrue();
            assertThat(List.of(name.group(1), name.group(2), name.group(3), name.group(4)))
                    .containsExactly("ban_consumer", "user_banned", "3", "lag");
        });
    }
}
