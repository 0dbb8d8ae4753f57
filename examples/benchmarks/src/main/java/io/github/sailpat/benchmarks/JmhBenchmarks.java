package io.github.sailpat.benchmarks;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks of JMH, each in a fresh JVM a round, rounds in turn: time and allocation of one operation. */
final class JmhBenchmarks {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int ITERATIONS = 3;
    private static final int ITERATION_MILLIS = 500;
    /** What the others of its class are compared with. */
    private static final Map<String, String> REFERENCES = Map.of(
            "DecodeJmh",
            "blockingParser",
            "PatchJmh",
            "parsePointer",
            "CallPipelineJmh",
            "exchange",
            "StageJmh",
            "none",
            "OperatorJmh",
            "none");

    private JmhBenchmarks() {}

    static void run(RunOptions effort) throws Exception {
        Rounds nanos = new Rounds();
        Rounds bytes = new Rounds();
        for (int round = 0; round < effort.rounds(); round++) {
            Collection<RunResult> results = new Runner(options(effort)).run();
            for (RunResult result : results) {
                String[] path = result.getParams().getBenchmark().split("\\.");
                String name = path[path.length - 2] + '.' + path[path.length - 1];
                nanos.add(name, result.getPrimaryResult().getScore());
                Result<?> allocated =
                        Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED));
                bytes.add(name, allocated.getScore());
            }
        }
        Print.line("== jmh: one operation; time in proportion to the reference of its class, within the rounds");
        for (String name : nanos.names()) {
            String type = name.substring(0, name.indexOf('.'));
            String reference = type + '.' + REFERENCES.get(type);
            Print.line(
                    "  %-42s %-20s %,10.1f ns, %,8.0f B",
                    name, nanos.ratio(name, reference), nanos.median(name), bytes.median(name));
        }
    }

    private static Options options(RunOptions effort) {
        return new OptionsBuilder()
                .include(Client.class.getPackageName() + "\\.\\w+Jmh\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(effort.pick(1, 0)) // the JVM of each takes longer than its measurement
                .warmupIterations(effort.pick(ITERATIONS, 1))
                .warmupTime(TimeValue.milliseconds(effort.pick(ITERATION_MILLIS, 100)))
                .measurementIterations(effort.pick(ITERATIONS, 1))
                .measurementTime(TimeValue.milliseconds(effort.pick(ITERATION_MILLIS, 100)))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build();
    }
}
