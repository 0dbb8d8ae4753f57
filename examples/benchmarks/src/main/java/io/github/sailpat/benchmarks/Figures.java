package io.github.sailpat.benchmarks;

import java.util.Arrays;
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
 * @param listRatio CPU of a list, this library / the bare transport, which reads no token of it; NaN in old lines
 */
record Figures(
        double createRatio,
        double deleteRatio,
        double createBytes,
        double deleteBytes,
        double tokenBytes,
        double listRatio) {
    static final List<String> NAMES = List.of(
            "CPU of a create / bare transport",
            "CPU of a delete / bare transport",
            "bytes a create",
            "bytes a delete",
            "bytes a token of a list",
            "CPU of a list / bare transport");

    List<Double> values() {
        return List.of(createRatio, deleteRatio, createBytes, deleteBytes, tokenBytes, listRatio);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%.2f,%.2f,%.0f,%.0f,%.0f,%.2f",
                createRatio,
                deleteRatio,
                createBytes,
                deleteBytes,
                tokenBytes,
                listRatio);
    }

    static Figures parse(String line) {
        List<Double> values =
                Arrays.stream(line.split(",")).map(Double::valueOf).toList();
        return new Figures(
                values.get(0),
                values.get(1),
                values.get(2),
                values.get(3),
                values.get(4),
                values.size() == 5 ? Double.NaN : values.get(5));
    }
}
