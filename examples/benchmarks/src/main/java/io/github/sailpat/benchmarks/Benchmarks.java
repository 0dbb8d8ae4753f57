package io.github.sailpat.benchmarks;

import java.util.List;

/** Starts a measurement by its name; without one, all of them. */
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * The entry.
     *
     * @param arguments the measurement's name and, where it takes them, the number of rounds
     * @throws Exception if it cannot be measured
     */
    public static void main(String[] arguments) throws Exception {
        List<String> rest = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        switch (arguments.length == 0 ? "all" : arguments[0]) {
            case "decode" -> DecodeBenchmark.run(rest);
            case "throughput" -> ThroughputBenchmark.run(rest);
            case "memory" -> MemoryBenchmark.run();
            case "latency" -> LatencyBenchmark.run();
            case "backpressure" -> BackpressureBenchmark.run();
            case "calls" -> CallsBenchmark.run(rest);
            case "all" -> {
                DecodeBenchmark.run(rest);
                ThroughputBenchmark.run(rest);
                MemoryBenchmark.run();
                LatencyBenchmark.run();
                BackpressureBenchmark.run();
                CallsBenchmark.run(rest);
            }
            default ->
                throw new IllegalArgumentException(
                        "There is decode, throughput, memory, latency, backpressure, calls and all.");
        }
    }
}
