package io.github.sailpat.benchmarks.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Whether what a process holds has grown: the medians of the second and of the last quarter of its samples. */
final class Trend {

    private static final int KIB_OF_HEAP_NOISE = 256;
    /** Of buffers that are pooled. */
    private static final int KIB_OF_DIRECT_NOISE = 1024;
    /** Those of schedulers come and go. */
    private static final int THREADS_OF_NOISE = 8;

    private final List<Sample> samples;

    Trend(List<Sample> samples) {
        this.samples = samples;
    }

    boolean isFlat() {
        return isFlat(Sample::heap, KIB_OF_HEAP_NOISE)
                && isFlat(Sample::direct, KIB_OF_DIRECT_NOISE)
                && isFlat(Sample::threads, THREADS_OF_NOISE)
                && isFlat(Sample::descriptors, 2);
    }

    private boolean isFlat(ToLongFunction<Sample> figure, long noise) {
        return late(figure) <= early(figure) + noise;
    }

    private long early(ToLongFunction<Sample> figure) {
        return median(figure, samples.size() / 4, samples.size() / 2);
    }

    private long late(ToLongFunction<Sample> figure) {
        return median(figure, samples.size() * 3 / 4, samples.size());
    }

    private long median(ToLongFunction<Sample> figure, int from, int to) {
        long[] sorted =
                samples.subList(from, to).stream().mapToLong(figure).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %,d to %,d KiB, direct memory %,d to %,d KiB, threads %d to %d, descriptors %d to %d: %s",
                early(Sample::heap),
                late(Sample::heap),
                early(Sample::direct),
                late(Sample::direct),
                early(Sample::threads),
                late(Sample::threads),
                early(Sample::descriptors),
                late(Sample::descriptors),
                isFlat() ? "flat" : "grown");
    }
}
