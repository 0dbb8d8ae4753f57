package io.github.sailpat.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The process of one client. It does what its standard input says, one command a line, responds with numbers on its
 * standard output, and ends with its input. {@link Client} is the other side.
 */
final class Worker {

    static final Duration INTERVAL = Duration.ofMillis(10);
    static final int PACED_REPORT = 10;

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Calls calls;

    private Worker(Calls calls) {
        this.calls = calls;
    }

    /** Serves until the input ends, and ends the process then. */
    static void serve(Calls calls) throws IOException {
        Worker worker = new Worker(calls);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            worker.obey(line.split(" "));
        }
        System.exit(0);
    }

    private void obey(String[] command) throws IOException {
        switch (command[0]) {
            case "drain" -> drain(number(command[1]));
            case "paced" -> paced(number(command[1]));
            case "create" -> many(calls.create(number(command[1]), number(command[2])), number(command[1]));
            case "delete" -> many(calls.delete(number(command[1]), number(command[2])), number(command[1]));
            case "first" -> first();
            case "each" -> each(command[1], number(command[2]), number(command[3]));
            case "resident" -> Print.line("%d", residentPeak());
            default -> throw new IllegalArgumentException(command[0]);
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    /**
     * Responds with the elements of all lists, and the nanoseconds until each first, until the ends, of CPU, and the
     * bytes.
     */
    private void drain(int lists) {
        long bytes = Cpu.allocatedBytes();
        long cpu = Cpu.nanos();
        long begun = System.nanoTime();
        long count = 0;
        long first = 0;
        for (int list = 0; list < lists; list++) {
            long start = System.nanoTime();
            AtomicLong at = new AtomicLong();
            count += Objects.requireNonNull(calls.list()
                    .doOnNext(element -> {
                        if (at.get() == 0) {
                            at.set(System.nanoTime());
                        }
                    })
                    .count()
                    .block(LONGEST));
            first += at.get() - start;
        }
        long passed = System.nanoTime() - begun;
        Print.line("%d %d %d %d %d", count, first, passed, Cpu.nanos() - cpu, Cpu.allocatedBytes() - bytes);
    }

    /** Takes an element every ten milliseconds, says now and then how many they were, and 0 after the last. */
    private void paced(long elements) {
        calls.list()
                .take(elements)
                .concatMap(element -> Mono.delay(INTERVAL).thenReturn(element), 0)
                .index((index, element) -> index + 1)
                .filter(taken -> taken < elements && taken % PACED_REPORT == 0)
                .doOnNext(taken -> Print.line("%d", taken))
                .blockLast(LONGEST);
        Print.line("0");
    }

    /** Responds with the calls, the nanoseconds passed, those of CPU, and the bytes allocated. */
    private static void many(Publisher<?> all, int number) {
        long bytes = Cpu.allocatedBytes();
        long cpu = Cpu.nanos();
        long start = System.nanoTime();
        Flux.from(all).then().block(LONGEST);
        long passed = System.nanoTime() - start;
        Print.line("%d %d %d %d", number, passed, Cpu.nanos() - cpu, Cpu.allocatedBytes() - bytes);
    }

    /** Makes one create, and responds with the CPU of the process since it began. */
    private void first() {
        Objects.requireNonNull(calls.create(Calls.NAME).block(LONGEST));
        Print.line("%d", Cpu.nanos());
    }

    /** Responds with how many gave a token, and how many an error. */
    private void each(String prefix, int number, int inFlight) {
        Flux<String> names = Flux.range(0, number).map(i -> prefix + i);
        List<Boolean> given = Objects.requireNonNull(
                calls.createEach(names, inFlight).collectList().block(LONGEST));
        long tokens = given.stream().filter(token -> token).count();
        Print.line("%d %d", tokens, given.size() - tokens);
    }

    /** In KiB, since the process began. */
    private static long residentPeak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
