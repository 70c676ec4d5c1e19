package io.racecar.benchmarks;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Racecar must reach: a bound on a median, as a multiple of another contender's in the same run plus a constant, or as a
 * constant alone.
 *
 * @param contender whose median
 * @param metric of what
 * @param bound at least, or at most
 * @param factor of the reference
 * @param reference the other contender, or none
 * @param constant in the metric's unit
 */
record Target(
        String contender,
        Metric metric,
        Bound bound,
        double factor,
        @Nullable String reference,
        double constant) {

    /** Which side of the limit is right. */
    enum Bound {
        AT_LEAST,
        AT_MOST
    }

    static Target atLeast(String contender, Metric metric, double factor, String reference) {
        return new Target(contender, metric, Bound.AT_LEAST, factor, reference, 0);
    }

    static Target atLeast(String contender, Metric metric, double constant) {
        return new Target(contender, metric, Bound.AT_LEAST, 0, null, constant);
    }

    static Target atMost(String contender, Metric metric, double factor, String reference) {
        return new Target(contender, metric, Bound.AT_MOST, factor, reference, 0);
    }

    static Target atMostMore(String contender, Metric metric, String reference, double constant) {
        return new Target(contender, metric, Bound.AT_MOST, 1, reference, constant);
    }

    Verdict judge(ScenarioResult result) {
        Optional<Spread> actual = result.spread(contender, metric);
        Optional<Double> base = reference == null
                ? Optional.of(0.0)
                : result.spread(reference, metric).map(Spread::median);
        if (actual.isEmpty() || base.isEmpty()) {
            return new Verdict(text(), "-", Verdict.State.NOT_MEASURED);
        }
        double median = actual.get().median();
        double limit = factor * base.get() + constant;
        boolean met = bound == Bound.AT_LEAST ? median >= limit : median <= limit;
        return new Verdict(text(), reached(median, base.get()), met ? Verdict.State.MET : Verdict.State.MISSED);
    }

    private String text() {
        String limit;
        if (reference == null) {
            limit = metric.text(constant);
        } else if (constant == 0) {
            limit = number(factor) + " x " + reference;
        } else {
            limit = reference + " + " + metric.text(constant);
        }
        return metric.title() + " of " + contender + (bound == Bound.AT_LEAST ? " >= " : " <= ") + limit;
    }

    /** In the words of the limit: a multiple of the reference, what is more than it, or the value. */
    private String reached(double median, double base) {
        if (reference == null) {
            return metric.text(median);
        }
        return constant == 0 ? number(median / base) + " x" : "+ " + metric.text(median - base);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
