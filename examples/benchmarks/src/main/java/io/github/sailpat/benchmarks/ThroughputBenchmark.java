package io.github.sailpat.benchmarks;

import io.github.sailpat.sandbox.SandboxTenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A million tokens over loopback: time and CPU of each client, rounds in turn, medians, and ratios within the rounds. */
final class ThroughputBenchmark {

    private static final int TOKENS = 1_000_000;
    private static final String HEAP = "-Xmx64m";

    private final Rounds seconds = new Rounds();
    private final Rounds cpuSeconds = new Rounds();

    static void run(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 5 : Integer.parseInt(arguments.get(0));
        new ThroughputBenchmark().measure(rounds);
    }

    private void measure(int rounds) throws Exception {
        Map<String, Client> clients = new LinkedHashMap<>();
        try (SandboxTenant tenant =
                SandboxTenant.start(options -> options.generatedTokens(TOKENS).rateLimitOff())) {
            for (String worker : Client.present(Client.SAILPAT, Client.WEB_CLIENT, Client.TRANSPORT)) {
                clients.put(worker, Client.start(worker, Target.of(tenant), HEAP));
            }
            for (int round = -1; round < rounds; round++) {
                for (Map.Entry<String, Client> client : clients.entrySet()) {
                    Client.Drained drained = client.getValue().drain();
                    if (round >= 0) {
                        seconds.add(client.getKey(), drained.nanos() / 1e9);
                        cpuSeconds.add(client.getKey(), drained.cpuNanos() / 1e9);
                    }
                }
            }
        } finally {
            for (Client client : clients.values()) {
                client.close();
            }
        }
        report();
    }

    private void report() {
        Print.line("%,d tokens, %s", TOKENS, HEAP);
        for (String worker : seconds.names()) {
            Print.line("%-16s %6.2f s %6.2f s of CPU", worker, seconds.median(worker), cpuSeconds.median(worker));
        }
        for (String worker : Client.present(Client.WEB_CLIENT, Client.TRANSPORT)) {
            Print.line(
                    "%s / %s: %.2f of the time, %.2f of the CPU",
                    Client.SAILPAT,
                    worker,
                    seconds.ratio(Client.SAILPAT, worker),
                    cpuSeconds.ratio(Client.SAILPAT, worker));
        }
    }
}
