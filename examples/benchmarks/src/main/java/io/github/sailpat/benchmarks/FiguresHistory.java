package io.github.sailpat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The figures by commit: a line each in {@code history.csv}, and a plot of all lines beside it in {@code history.svg}.
 */
final class FiguresHistory {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 60;
    private static final int ROW = 100;

    private FiguresHistory() {}

    static void add(Path directory, String commit, Figures figures) throws IOException {
        Path file = directory.resolve("history.csv");
        Files.writeString(
                file, commit + ',' + figures.line() + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("commit"))
                .toList();
        Files.writeString(directory.resolve("history.svg"), plot(lines));
    }

    private static String plot(List<String> lines) {
        List<List<Double>> figures = lines.stream()
                .map(line ->
                        Figures.parse(line.substring(line.indexOf(',') + 1)).values())
                .toList();
        String rows = IntStream.range(0, Figures.NAMES.size())
                .mapToObj(i ->
                        row(i, figures.stream().map(values -> values.get(i)).toList()))
                .collect(Collectors.joining());
        String first = lines.get(0).split(",")[0];
        String last = lines.get(lines.size() - 1).split(",")[0];
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\" role=\"img\">%n<title>The figures of %d commits, %s to %s</title>%n%s</svg>%n",
                WIDTH + 20,
                ROW * Figures.NAMES.size(),
                lines.size(),
                first,
                last,
                rows);
    }

    private static String row(int index, List<Double> values) {
        double max = values.stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double step = (double) WIDTH / Math.max(1, values.size() - 1);
        int top = ROW * index + 25;
        String points = IntStream.range(0, values.size())
                .filter(i -> !values.get(i).isNaN())
                .mapToObj(i -> String.format(
                        Locale.ROOT, "%.1f,%.1f", 10 + i * step, top + HEIGHT - HEIGHT * values.get(i) / max))
                .collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "<text x=\"10\" y=\"%d\">%s: %,.2f, at most %,.2f</text>%n"
                        + "<line x1=\"10\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#bbb\"/>%n"
                        + "<polyline points=\"%s\" fill=\"none\" stroke=\"#26547c\" stroke-width=\"2\"/>%n",
                top - 8,
                Figures.NAMES.get(index),
                values.get(values.size() - 1),
                max,
                top + HEIGHT,
                10 + WIDTH,
                top + HEIGHT,
                points);
    }
}
