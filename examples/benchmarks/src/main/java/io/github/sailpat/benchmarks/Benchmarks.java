package io.github.sailpat.benchmarks;

import io.github.sailpat.benchmarks.soak.Soak;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Starts the benchmarks by their names. */
public final class Benchmarks {

    private static final int ROUNDS = 5;

    private static final String HELP = """
            benchmarks.jar [WORK] [ROUNDS]
              calls   creates and deletes, 64 and 256 in flight; names of clients may follow the rounds
              lists   1,000, 100,000 and 1,000,000 tokens
              memory  the smallest heap that completes a list
              ahead   how far the server gets ahead of a slow consumer
              cold    a fresh JVM until its first response
              faults  creates against limits, resets, closed connections; the first calls at once
              jobs    requests and time of jobs under the tenant's limit
              overload  100,000 creates and 10,000 lists at once; a slow tenant; an idle client
              jmh     decoding, patches, stages, operators, whole calls, with JMH
              all     all of them; so it is without a name
              quick   all of them with small numbers, only to see that they work
              check   fails if calls take much more CPU, or other memory, than they did; check DIRECTORY COMMIT
                      adds the figures to the history there
              soak    everything under all faults, for a time: soak [10m] [soak.html]
            ROUNDS is 5 if not given; memory, ahead, faults, jobs and overload are done once.""";

    private Benchmarks() {}

    /**
     * The entry.
     *
     * @param arguments the work's name and the number of rounds
     * @throws Exception if it cannot be measured
     */
    public static void main(String[] arguments) throws Exception {
        String work = arguments.length == 0 ? "all" : arguments[0];
        if (work.equals("soak")) {
            Soak.run(arguments.length < 2 ? "10m" : arguments[1], arguments.length < 3 ? "soak.html" : arguments[2]);
            return;
        }
        if (work.equals("check")) {
            Print.line("== check: creates and deletes, and a list");
            Figures figures = RegressionCheck.run();
            if (arguments.length == 3) {
                FiguresHistory.add(Path.of(arguments[1]), arguments[2], figures);
            }
            return;
        }
        int rounds = arguments.length < 2 ? ROUNDS : Integer.parseInt(arguments[1]);
        List<String> clients = Arrays.asList(arguments).subList(Math.min(2, arguments.length), arguments.length);
        RunOptions effort = new RunOptions(rounds, false);
        switch (work) {
            case "calls" -> CallsBenchmark.run(effort, clients);
            case "lists" -> ListsBenchmark.run(effort);
            case "memory" -> MemoryBenchmark.run(effort);
            case "ahead" -> BackpressureBenchmark.run(effort);
            case "cold" -> ColdBenchmark.run(effort);
            case "faults" -> FaultsBenchmark.run(effort);
            case "jobs" -> JobsBenchmark.run(effort);
            case "overload" -> OverloadBenchmark.run(effort);
            case "jmh" -> JmhBenchmarks.run(effort);
            case "all" -> all(effort);
            case "quick" -> all(new RunOptions(1, true));
            default -> Print.line("%s", HELP);
        }
    }

    private static void all(RunOptions effort) throws Exception {
        CallsBenchmark.run(effort, List.of());
        ListsBenchmark.run(effort);
        MemoryBenchmark.run(effort);
        BackpressureBenchmark.run(effort);
        ColdBenchmark.run(effort);
        FaultsBenchmark.run(effort);
        JobsBenchmark.run(effort);
        OverloadBenchmark.run(effort);
        JmhBenchmarks.run(effort);
    }
}
