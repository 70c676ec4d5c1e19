package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.OutgoingMessage;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Prometheus gets while partitions are assigned, and what the rules of {@code docs/metrics.md} make of it. */
@ExtendWith(RacecarExtension.class)
class PrometheusIT {
    private static final Pattern REGEX = Pattern.compile("(?m)^ *regex: (.*)$");

    @Test
    void partitionsAndClientsShowUpAndGo(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("user_banned", 2);
        kafka.createTopic("orders.paid", 1);
        for (int i = 0; i < 5; i++) {
            kafka.produce(OutgoingMessage.to("user_banned").partition(1).value("user " + i));
        }

        String racecar = "racecar: {brokers: '" + kafka.brokers() + "', lagInterval: 1s}\n";
        try (Shop shop = Shop.start(racecar, (bundle, environment) -> {
            bundle.consumer("user_banned", String.class, (message, context) -> {});
            bundle.consumer("orders.paid", String.class, (message, context) -> {});
            Scrapes.serve(environment);
        })) {
            await().untilAsserted(() -> assertThat(Scrapes.scrape(shop))
                    .contains(
                            "racecar_consumer_user_banned_up 1.0",
                            "racecar_consumer_user_banned_messages_total 5.0",
                            "racecar_consumer_user_banned_handling_count 5",
                            "racecar_consumer_user_banned_partitions 2.0",
                            "racecar_consumer_user_banned_partition_user_banned_0_end 0.0",
                            "racecar_consumer_user_banned_partition_user_banned_1_position 5.0",
                            "racecar_consumer_user_banned_partition_user_banned_1_end 5.0",
                            "racecar_consumer_user_banned_partition_user_banned_1_lag 0.0",
                            "racecar_consumer_user_banned_partition_user_banned_1_time_lag_millis 0.0",
                            "racecar_consumer_user_banned_worker_0_kafka_assigned_partitions 2.0",
                            "racecar_consumer_orders_paid_partition_orders_paid_0_lag 0.0"));
            assertThat(labelled(Scrapes.scrape(shop)))
                    .containsExactly(
                            "orders_paid orders_paid 0", "user_banned user_banned 0", "user_banned user_banned 1");

            shop.racecar().racecar().consumer("user-banned").stop();

            await().untilAsserted(() ->
                    assertThat(labelled(Scrapes.scrape(shop))).containsExactly("orders_paid orders_paid 0"));
            assertThat(Scrapes.scrape(shop)).contains("racecar_consumer_user_banned_messages_total 5.0");
        }
    }

    /** The consumers, topics and partitions that the page's rules find; each with a gauge of every kind. */
    private static Set<String> labelled(List<String> lines) throws IOException {
        String page = Files.readString(Path.of("../docs/metrics.md"));
        List<String> rules =
                REGEX.matcher(page).results().map(it -> it.group(1)).distinct().toList();
        assertThat(rules).hasSize(1);
        Pattern rule = Pattern.compile(rules.get(0));
        Set<String> partitions = new TreeSet<>();
        List<String> gauges = new ArrayList<>();
        for (String line : lines) {
            Matcher name = rule.matcher(line.substring(0, line.indexOf(' ')));
            if (name.matches()) {
                partitions.add(name.group(1) + " " + name.group(2) + " " + name.group(3));
                gauges.add(name.group(4));
            }
        }
        assertThat(gauges).contains("lag", "time_lag_millis", "paused", "committed_lag");
        return partitions;
    }
}
