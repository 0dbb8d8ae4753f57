package io.github.sailpat.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The process of one client. It does what its standard input says, one command a line, answers with numbers on its standard
 * output, and ends with its input.
 */
final class Worker {

    static final Duration PACE = Duration.ofMillis(10);
    static final int PACED_REPORT = 10;

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Flux<?> list;
    private final FirstByte firstByte;

    private Worker(Flux<?> list, FirstByte firstByte) {
        this.list = list;
        this.firstByte = firstByte;
    }

    /** Serves until the input ends, and ends the process then. */
    static void serve(Flux<?> list, FirstByte firstByte) throws IOException {
        Worker worker = new Worker(list, firstByte);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] command = line.split(" ", 2);
            switch (command[0]) {
                case "drain" -> worker.drain();
                case "first" -> worker.first();
                case "paced" -> worker.paced(Long.parseLong(command[1]));
                default -> throw new IllegalArgumentException(line);
            }
        }
        System.exit(0);
    }

    /** Answers with the number of elements, the nanoseconds passed, those of CPU, and the largest resident KiB so far. */
    private void drain() throws IOException {
        long cpu = Cpu.nanos();
        long start = System.nanoTime();
        long count = Objects.requireNonNull(list.count().block(LONGEST));
        long passed = System.nanoTime() - start;
        Print.line("%d %d %d %d", count, passed, Cpu.nanos() - cpu, residentPeak());
    }

    /** Answers with the nanoseconds from the first byte of the answer to the first element. */
    private void first() {
        firstByte.forget();
        long at = Objects.requireNonNull(
                list.take(1).map(element -> System.nanoTime()).blockLast(LONGEST));
        Print.line("%d", at - firstByte.at());
    }

    /** Takes an element every ten milliseconds, says now and then how many they were, and 0 after the last. */
    private void paced(long elements) {
        list.take(elements)
                .concatMap(element -> Mono.delay(PACE).thenReturn(element), 0)
                .index((index, element) -> index + 1)
                .filter(taken -> taken < elements && taken % PACED_REPORT == 0)
                .doOnNext(taken -> Print.line("%d", taken))
                .blockLast(LONGEST);
        Print.line("0");
    }

    private static long residentPeak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
