package io.racecar.benchmarks;

import java.util.Collection;

/**
 * What several runs came to.
 *
 * @param median of an even number, the mean of the two in the middle
 * @param min the lowest
 * @param max the highest
 */
record Spread(double median, double min, double max) {

    static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there is no median of nothing");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    String text(Metric metric) {
        String lowest = metric.text(min);
        String highest = metric.text(max);
        return lowest.equals(highest) ? lowest : metric.text(median) + " [" + lowest + "-" + highest + "]";
    }
}
