package io.github.sailpat.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A figure of several things, taken in rounds. */
final class Rounds {

    /** Of some values: one disturbed round moves the ends and not the median. */
    record Spread(double median, double lowest, double highest) {

        static Spread of(List<Double> values) {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, lowest, highest);
        }
    }

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    Set<String> names() {
        return values.keySet();
    }

    double median(String name) {
        return Spread.of(of(name)).median();
    }

    /** Of the ratios within each round: what slows a whole round down has no part in it. */
    Spread ratio(String name, String reference) {
        List<Double> ours = of(name);
        List<Double> theirs = of(reference);
        return Spread.of(IntStream.range(0, ours.size())
                .mapToObj(round -> ours.get(round) / theirs.get(round))
                .toList());
    }

    private List<Double> of(String name) {
        return values.getOrDefault(name, List.of());
    }
}
