package io.racecar.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps {@code docs/datadog.md}, the dashboard and the monitors true: they know what is sent, and nothing else. */
class DatadogFilesTest {
    private static final Path DASHBOARD = Path.of("../config/datadog/dashboard.json");
    private static final Path MONITORS = Path.of("../config/datadog/monitors.json");

    private static final Pattern QUERIED = Pattern.compile("racecar\\.([a-z_.0-9]+)\\{([^}]*)}(?: by \\{([^}]*)})?");
    private static final Pattern TAG = Pattern.compile("[a-z_]+");

    /** What an agent makes of a timing or a histogram, by default. */
    private static final List<String> AGGREGATES = List.of("avg", "median", "max", "count", "95percentile");

    @Test
    void thePageListsEveryMetricAsItIsSent() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/datadog.md")).stream()
                .filter(it -> it.startsWith("| `consumer.") || it.startsWith("| `producer."))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Metric.values())
                        .map(DatadogFilesTest::row)
                        .toList());
    }

    private static String row(Metric it) {
        String type = it.type() == Type.SERVICE_CHECK
                ? "service check"
                : it.type().name().toLowerCase(Locale.ROOT);
        return "| `" + it.text() + "` | " + type + " | " + (it.unit().isEmpty() ? "" : it.unit() + " ") + "| "
                + it.scope().tags() + " | " + it.meaning() + " |";
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboard.json", "monitors.json"})
    void queriesAskForWhatIsSentByTagsThatItHas(String file) throws IOException {
        Map<String, Scope> known = queryable();
        String text = Files.readString(DASHBOARD.resolveSibling(file));

        assertThat(QUERIED.matcher(text).results()).isNotEmpty().allSatisfy(query -> {
            assertThat(known).as("metrics that there are").containsKey(query.group(1));
            Set<String> tags = tags(known.get(query.group(1)).tags());
            assertThat(tags).containsAll(tags(query.group(2)));
            assertThat(tags).containsAll(tags(query.group(3) == null ? "" : query.group(3)));
        });
        assertThat(Pattern.compile("racecar\\.(consumer|producer)\\.")
                        .matcher(text)
                        .results()
                        .count())
                .as("names of metrics and of the check")
                .isEqualTo(QUERIED.matcher(text).results().count() + 1);
        assertThat(text).contains("racecar." + Metric.UP.text());
    }

    /** The names that queries may have, and what they are about. */
    private static Map<String, Scope> queryable() {
        Map<String, Scope> names = new HashMap<>();
        for (Metric it : Metric.values()) {
            if (it.type().isDistribution()) {
                AGGREGATES.forEach(aggregate -> names.put(it.text() + "." + aggregate, it.scope()));
            } else if (it.type() != Type.SERVICE_CHECK) {
                names.put(it.text(), it.scope());
            }
        }
        return names;
    }

    private static Set<String> tags(String text) {
        return TAG.matcher(text).results().map(it -> it.group()).collect(Collectors.toSet());
    }

    @Test
    void theDashboardShowsEverythingThatHasAFixedName() throws IOException {
        Set<String> shown = new HashSet<>();
        Matcher queried = QUERIED.matcher(Files.readString(DASHBOARD));
        while (queried.find()) {
            shown.add(queried.group(1));
        }

        assertThat(Arrays.stream(Metric.values())
                        .filter(it -> it != Metric.UP && it != Metric.POLL_ERROR)
                        .filter(it -> shown.stream().noneMatch(name -> name.startsWith(it.text()))))
                .isEmpty();
    }

    @Test
    void theDashboardIsWhatDatadogImports() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());

        assertThat(dashboard.path("title").asText()).isEqualTo("Racecar");
        assertThat(dashboard.path("layout_type").asText()).isEqualTo("ordered");
        assertThat(dashboard.path("widgets")).hasSizeGreaterThan(5).allSatisfy(group -> {
            assertThat(group.at("/definition/type").asText()).isEqualTo("group");
            assertThat(group.at("/definition/widgets")).isNotEmpty().allSatisfy(widget -> {
                assertThat(widget.at("/definition/title").asText()).isNotEmpty();
                assertThat(widget.at("/layout/x").asInt()
                                + widget.at("/layout/width").asInt())
                        .isLessThanOrEqualTo(12);
            });
        });
    }

    @Test
    void eachMonitorHasAThresholdThatItsQueryNames() throws IOException {
        JsonNode monitors = new ObjectMapper().readTree(MONITORS.toFile());

        assertThat(monitors).hasSize(6).allSatisfy(monitor -> {
            assertThat(monitor.path("name").asText()).startsWith("Racecar: ");
            assertThat(monitor.path("message").asText()).isNotEmpty();
            String query = monitor.path("query").asText();
            String critical = monitor.at("/options/thresholds/critical").asText();
            if (monitor.path("type").asText().equals("query alert")) {
                assertThat(query).endsWith(" > " + critical);
            } else {
                assertThat(query).contains(".last(" + (Integer.parseInt(critical) + 1) + ")");
            }
        });
    }
}
