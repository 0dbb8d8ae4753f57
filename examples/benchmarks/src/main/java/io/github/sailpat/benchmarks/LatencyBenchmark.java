package io.github.sailpat.benchmarks;

import io.github.sailpat.sandbox.SandboxTenant;

/** From the first byte of the answer to the first token, on a warm client. */
final class LatencyBenchmark {

    private static final int WARM_UP = 30;
    private static final int CALLS = 60;

    private LatencyBenchmark() {}

    static void run() throws Exception {
        for (String worker : Client.present(Client.SAILPAT, Client.WEB_CLIENT)) {
            measure(worker);
        }
    }

    private static void measure(String worker) throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(
                        options -> options.generatedTokens(100_000).rateLimitOff());
                Client client = Client.start(worker, Target.of(tenant))) {
            client.drain();
            Rounds millis = new Rounds();
            for (int call = -WARM_UP; call < CALLS; call++) {
                client.tell("first");
                double taken = Long.parseLong(client.answer()) / 1e6;
                if (call >= 0) {
                    millis.add(worker, taken);
                }
            }
            Print.line(
                    "%-16s first token after the first byte: median %.2f ms, worst of %d %.2f ms",
                    worker, millis.median(worker), CALLS, millis.highest(worker));
        }
    }
}
