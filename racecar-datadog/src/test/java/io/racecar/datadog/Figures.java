package io.racecar.datadog;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an agent makes of lines: one stands for as many values as its rate says.
 *
 * @param lines in the order they came in
 */
record Figures(Collection<String> lines) {
    private static final Pattern LINE =
            Pattern.compile("racecar\\.([a-z_.]+):([0-9.]+)\\|[a-z]+(?:\\|@([0-9.]+))?\\|#.*");

    private record Values(double value, long number) {}

    double sum(String metric) {
        return of(metric).mapToDouble(it -> it.value() * it.number()).sum();
    }

    long number(String metric) {
        return of(metric).mapToLong(Values::number).sum();
    }

    double percentile(String metric, double share) {
        List<Values> ascending = of(metric).toList(); // they come in their order
        long rest = (long) (share * number(metric));
        for (Values it : ascending) {
            rest -= it.number();
            if (rest <= 0) {
                return it.value();
            }
        }
        throw new AssertionError("none");
    }

    private Stream<Values> of(String metric) {
        return lines.stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .filter(it -> it.group(1).equals(metric))
                .map(it -> new Values(
                        Double.parseDouble(it.group(2)),
                        it.group(3) == null ? 1 : (long) (1 / Double.parseDouble(it.group(3)))));
    }
}
