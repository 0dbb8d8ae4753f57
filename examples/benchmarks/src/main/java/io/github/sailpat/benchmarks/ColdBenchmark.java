package io.github.sailpat.benchmarks;

import java.util.List;

/**
 * From the start of a fresh JVM to the response of its first create. This library fetches its access token in that
 * time; the others are given one.
 */
final class ColdBenchmark {

    private static final int WARM_UP = 2;

    private final Rounds millis = new Rounds();
    private final Rounds cpuMillis = new Rounds();

    private ColdBenchmark() {}

    static void run(RunOptions effort) throws Exception {
        new ColdBenchmark().measure(effort.pick(WARM_UP, 0), effort.rounds());
    }

    private void measure(int warmUp, int rounds) throws Exception {
        try (Client server = Client.start("FixedResponseServer", List.of())) {
            Target target = server.target();
            for (int round = -warmUp; round < rounds; round++) {
                for (String name : Client.ALL) {
                    start(name, target, round >= 0);
                }
            }
        }
        Print.line("== cold: a fresh JVM until its first response; this library / the other, within the rounds");
        for (String name : millis.names()) {
            Print.line(
                    "  %-16s time %-18s CPU %-18s %5.0f ms, %5.0f ms CPU",
                    name,
                    millis.ratio(Client.OURS, name),
                    cpuMillis.ratio(Client.OURS, name),
                    millis.median(name),
                    cpuMillis.median(name));
        }
    }

    private void start(String name, Target target, boolean counts) throws Exception {
        long start = System.nanoTime();
        try (Client client = Client.start(name, target)) {
            long cpu = client.request("first")[0];
            long passed = System.nanoTime() - start;
            if (counts) {
                millis.add(name, passed / 1e6);
                cpuMillis.add(name, cpu / 1e6);
            }
        }
    }
}
