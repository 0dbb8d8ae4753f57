package io.github.sailpat.benchmarks;

import io.github.sailpat.benchmarks.soak.Soak;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Starts the benchmarks by their names. */
public final class Benchmarks {

    private static final int ROUNDS = 5;
    private static final Map<String, Work> WORKS = works();

    private static final String HELP = """
        benchmarks.jar [WORK] [ROUNDS]
          calls   creates and deletes, 64 and 256 in flight; names of clients may follow the rounds
          http2   creates and deletes over HTTP/2 and HTTP/1.1, with TLS, 1 to 256 in flight
          lists   1,000, 100,000 and 1,000,000 tokens
          memory  the smallest heap that completes a list
          tls     lists and memory over TLS
          ahead   how far the server gets ahead of a slow consumer
          cold    a fresh JVM until its first response
          faults  creates against limits, resets, closed connections; the first calls at once
          jobs    requests and time of jobs under the tenant's limit
          overload  100,000 creates and 10,000 lists at once; a slow tenant; an idle client
          decode  the list decoder and a blocking parser, by the CPU of one thread
          jmh     decoding, patches, stages, operators, whole calls, with JMH
          all     all of them; so it is without a name
          quick   all of them with small numbers, only to see that they work, or those named
          check   fails if calls take much more CPU, or other memory, than they did; check DIRECTORY COMMIT
                  adds the figures to the history there
          soak    everything under all faults, for a time: soak [10m] [soak.html]
        ROUNDS is 5 if not given; memory, ahead, faults, jobs and overload are done once.\
        """;

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
        List<String> rest = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        if (work.equals("quick")) {
            run(rest.isEmpty() ? WORKS.keySet() : rest, new RunOptions(1, true), List.of());
            return;
        }
        RunOptions effort = new RunOptions(rest.isEmpty() ? ROUNDS : Integer.parseInt(rest.get(0)), false);
        run(
                work.equals("all") ? WORKS.keySet() : List.of(work),
                effort,
                rest.subList(Math.min(1, rest.size()), rest.size()));
    }

    private static void run(Collection<String> works, RunOptions effort, List<String> clients) throws Exception {
        if (!WORKS.keySet().containsAll(works)) {
            Print.line("%s", HELP);
            return;
        }
        for (String work : works) {
            Objects.requireNonNull(WORKS.get(work)).run(effort, clients);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run(RunOptions effort, List<String> clients) throws Exception;
    }

    /** In the order of {@code all}. */
    private static Map<String, Work> works() {
        Map<String, Work> works = new LinkedHashMap<>();
        works.put("calls", CallsBenchmark::run);
        works.put("http2", (effort, clients) -> CallsBenchmark.runHttp2(effort));
        works.put("lists", (effort, clients) -> ListsBenchmark.run(effort));
        works.put("memory", (effort, clients) -> MemoryBenchmark.run(effort));
        works.put("tls", (effort, clients) -> {
            ListsBenchmark.runTls(effort);
            MemoryBenchmark.runTls(effort);
        });
        works.put("ahead", (effort, clients) -> BackpressureBenchmark.run(effort));
        works.put("cold", (effort, clients) -> ColdBenchmark.run(effort));
        works.put("faults", (effort, clients) -> FaultsBenchmark.run(effort));
        works.put("jobs", (effort, clients) -> JobsBenchmark.run(effort));
        works.put("overload", (effort, clients) -> OverloadBenchmark.run(effort));
        works.put("decode", (effort, clients) -> DecodeBenchmark.run(effort));
        works.put("jmh", (effort, clients) -> JmhBenchmarks.run(effort));
        return works;
    }
}
