package io.github.sailpat.benchmarks.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a process holds after a collection.
 *
 * @param heap in KiB
 * @param direct direct memory of Netty, in KiB
 * @param threads live threads
 * @param descriptors open file descriptors, or 0 where the platform does not tell
 */
record Sample(long heap, long direct, long threads, long descriptors) {

    private static final int KIB = 1024;

    static Sample take() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
        return new Sample(
                heap / KIB,
                Math.max(0, PlatformDependent.usedDirectMemory()) / KIB,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                descriptors);
    }

    static Sample parse(String line) {
        long[] numbers =
                Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Sample(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    String format() {
        return String.format(Locale.ROOT, "%d %d %d %d", heap, direct, threads, descriptors);
    }
}
