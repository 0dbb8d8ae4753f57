package io.github.sailpat.benchmarks;

import io.github.sailpat.sandbox.SandboxTenant;
import java.io.IOException;

/** The largest resident memory of a client with 16 MB of heap, for lists of two sizes. */
final class MemoryBenchmark {

    private static final String HEAP = "-Xmx16m";
    private static final int[] TOKENS = {100_000, 1_000_000};

    private MemoryBenchmark() {}

    static void run() throws Exception {
        for (String worker : Client.present(Client.SAILPAT, Client.WEB_CLIENT)) {
            for (int tokens : TOKENS) {
                measure(worker, tokens);
            }
        }
    }

    private static void measure(String worker, int tokens) throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(
                        options -> options.generatedTokens(tokens).rateLimitOff());
                Client client = Client.start(worker, Target.of(tenant), HEAP)) {
            Client.Drained drained = client.drain();
            Print.line(
                    "%-16s %s, %,d of %,d tokens: at most %d MiB resident",
                    worker, HEAP, drained.count(), tokens, drained.residentPeakKiB() / 1024);
        } catch (IOException e) {
            Print.line("%-16s %s, %,d tokens: did not complete", worker, HEAP, tokens);
        }
    }
}
