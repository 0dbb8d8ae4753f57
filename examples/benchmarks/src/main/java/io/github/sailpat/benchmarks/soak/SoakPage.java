package io.github.sailpat.benchmarks.soak;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The samples of a soak as a page with a plot of each figure, without scripts. */
final class SoakPage {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 120;

    private final List<Sample> samples;

    private SoakPage(List<Sample> samples) {
        this.samples = samples;
    }

    static String of(List<Sample> samples, long creates, Duration duration) {
        SoakPage page = new SoakPage(samples);
        return String.format(
                Locale.ROOT,
                """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Sailpat: a soak</title></head>
                <body style="font-family: sans-serif">
                <h1>A soak of %d minutes</h1>
                <p>%,d cycles, each under other faults; %,d tokens were created, and each is accounted for.
                After each cycle, when its tokens are deleted and garbage is collected, the client holds:</p>
                %s
                <p>%s.</p>
                </body>
                </html>
                """,
                duration.toMinutes(),
                samples.size(),
                creates,
                page.plot("Heap, KiB", Sample::heap)
                        + page.plot("Direct memory, KiB", Sample::direct)
                        + page.plot("Threads", Sample::threads)
                        + page.plot("File descriptors", Sample::descriptors),
                new Trend(samples));
    }

    private long highest(ToLongFunction<Sample> figure, int from, int count) {
        return samples.subList(from, Math.min(samples.size(), from + count)).stream()
                .mapToLong(figure)
                .max()
                .orElse(0);
    }

    private String plot(String name, ToLongFunction<Sample> figure) {
        long max = Math.max(1, samples.stream().mapToLong(figure).max().orElse(1));
        double step = (double) WIDTH / Math.max(1, samples.size() - 1);
        // Of a day's samples, the highest for each pixel.
        int group = 1 + samples.size() / WIDTH;
        String points = IntStream.iterate(0, i -> i < samples.size(), i -> i + group)
                .mapToObj(i -> String.format(
                        Locale.ROOT, "%.1f,%.1f", i * step, HEIGHT - (double) HEIGHT * highest(figure, i, group) / max))
                .collect(Collectors.joining(" "));
        return String.format(Locale.ROOT, """
                <h2>%s</h2>
                <svg viewBox="0 0 %d %d" width="%d" role="img" aria-label="%s">
                <polyline points="%s" fill="none" stroke="#26547c" stroke-width="1.5"/>
                </svg>
                <p>from 0 to %,d</p>
                """, name, WIDTH, HEIGHT, WIDTH, name, points, max);
    }
}
