package io.racecar.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.mustachejava.DefaultMustacheFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Writes one page that needs nothing else: tables, and bars drawn by Chart.js, which is in the page. */
final class HtmlReport {
    private static final String CHART_JS = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
    private static final String TEMPLATE = "io/racecar/benchmarks/report.html.mustache";

    private HtmlReport() {}

    static void write(Environment environment, List<ScenarioResult> results, Path file) throws IOException {
        Map<String, Object> page = Map.of(
                "environment",
                environment.text(),
                "chartJs",
                resource(CHART_JS),
                "sections",
                IntStream.range(0, results.size())
                        .mapToObj(number -> section(id(number), results.get(number)))
                        .toList(),
                "charts",
                json(IntStream.range(0, results.size())
                        .mapToObj(number -> Chart.of(id(number), results.get(number)))
                        .toList()));
        try (Writer writer = Files.newBufferedWriter(file, UTF_8)) {
            new DefaultMustacheFactory().compile(TEMPLATE).execute(writer, page);
        }
    }

    private static String id(int number) {
        return "chart-" + number;
    }

    private static Map<String, Object> section(String id, ScenarioResult result) {
        Table table = Table.of(result);
        return Map.of(
                "id",
                id,
                "heading",
                result.scenario().heading(),
                "header",
                table.header(),
                "rows",
                table.rows(),
                "contenders",
                result.contenders().stream().map(HtmlReport::contender).toList(),
                "targets",
                result.verdicts().stream()
                        .map(verdict -> Map.of(
                                "text", verdict.text(), "state", verdict.state().name()))
                        .toList());
    }

    private static Map<String, Object> contender(ContenderResult result) {
        return Map.of(
                "name", result.contender().name(),
                "settings", result.contender().settingsText(),
                "failures",
                        result.failures().stream()
                                .map(failure -> failure.reason() + "; see " + failure.log())
                                .toList());
    }

    /** Fit to stand in a script element, which any less-than sign might end. */
    private static String json(Object value) throws IOException {
        return new ObjectMapper().writeValueAsString(value).replace("<", "\\u003c");
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    /**
     * The bars of a scenario's first metric.
     *
     * @param id of the element to draw in
     * @param title what the bars stand for
     * @param labels a contender each
     * @param medians one for each label
     * @param ranges lowest and highest, one for each label
     */
    record Chart(String id, String title, List<String> labels, List<Double> medians, List<List<Double>> ranges) {

        static Chart of(String id, ScenarioResult result) {
            Metric metric = result.scenario().primary();
            List<ContenderResult> measured = result.contenders().stream()
                    .filter(contender -> contender.spread(metric).isPresent())
                    .toList();
            List<Spread> spreads = measured.stream()
                    .map(contender -> contender.spread(metric).orElseThrow())
                    .toList();
            return new Chart(
                    id,
                    metric.title(),
                    measured.stream()
                            .map(contender -> contender.contender().name())
                            .toList(),
                    spreads.stream().map(Spread::median).toList(),
                    spreads.stream()
                            .map(spread -> List.of(spread.min(), spread.max()))
                            .toList());
        }
    }
}
