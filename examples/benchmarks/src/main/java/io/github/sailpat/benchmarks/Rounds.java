package io.github.sailpat.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A figure of several things, taken in rounds. Medians of them: one disturbed round does not move those. */
final class Rounds {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    Set<String> names() {
        return values.keySet();
    }

    double median(String name) {
        return median(of(name));
    }

    double highest(String name) {
        return of(name).stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** The median of the ratios within each round: what slows a whole round down has no part in it. */
    double ratio(String name, String reference) {
        List<Double> ours = of(name);
        List<Double> theirs = of(reference);
        return median(IntStream.range(0, ours.size())
                .mapToObj(round -> ours.get(round) / theirs.get(round))
                .toList());
    }

    private List<Double> of(String name) {
        return values.getOrDefault(name, List.of());
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
