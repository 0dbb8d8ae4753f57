package io.github.sailpat.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The process of one client that makes many calls: the same as {@link Worker} is for lists. */
final class CallsWorker {

    /** As many as the largest number in flight, for every client. */
    static final int CONNECTIONS = 256;

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private CallsWorker() {}

    /**
     * Does {@code create CALLS IN_FLIGHT} and {@code delete CALLS IN_FLIGHT}, and answers with the calls, the nanoseconds
     * passed, those of CPU, and the bytes allocated; until the input ends, and the process then.
     */
    static void serve(Calls calls) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] command = line.split(" ", 3);
            int number = Integer.parseInt(command[1]);
            int inFlight = Integer.parseInt(command[2]);
            Publisher<?> all =
                    command[0].equals("create") ? calls.create(number, inFlight) : calls.delete(number, inFlight);
            long bytes = Cpu.allocatedBytes();
            long cpu = Cpu.nanos();
            long start = System.nanoTime();
            Flux.from(all).then().block(LONGEST);
            long passed = System.nanoTime() - start;
            Print.line("%d %d %d %d", number, passed, Cpu.nanos() - cpu, Cpu.allocatedBytes() - bytes);
        }
        System.exit(0);
    }
}
