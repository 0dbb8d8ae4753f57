package io.github.sailpat.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What a change may have made worse.
 *
 * @param createRatio CPU of a create, this library / the bare transport, at 64 in flight; the lowest of some rounds
 * @param deleteRatio the same of a delete
 * @param createBytes what a create allocates
 * @param deleteBytes what a delete allocates
 * @param tokenBytes what a token of a list allocates
 */
record Figures(double createRatio, double deleteRatio, double createBytes, double deleteBytes, double tokenBytes) {
    static final List<String> NAMES = List.of(
            "CPU of a create / bare transport",
            "CPU of a delete / bare transport",
            "bytes a create",
            "bytes a delete",
            "bytes a token of a list");

    List<Double> values() {
        return List.of(createRatio, deleteRatio, createBytes, deleteBytes, tokenBytes);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%.2f,%.2f,%.0f,%.0f,%.0f",
                createRatio,
                deleteRatio,
                createBytes,
                deleteBytes,
                tokenBytes);
    }

    static Figures parse(String line) {
        List<Double> values =
                List.of(line.split(",")).stream().map(Double::valueOf).toList();
        return new Figures(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
    }
}
