package io.github.sailpat.benchmarks;

import java.util.List;

/** What becomes of creates when the tenant throttles, resets, hangs up, or has not been asked before. One time each. */
final class FaultsBenchmark {

    private static final String[] GENERATED = {"WebClientCalls", "VertxCalls", "OkHttpCalls", "NativeCalls"};

    private FaultsBenchmark() {}

    static void run(RunOptions effort) throws Exception {
        Print.line("== faults: creates, each with a name of its own");
        Faults limit = new Faults("100 in 10 s allowed", List.of("limit=100"), effort.pick(300, 50), 64, 1, 0);
        limit.strike("SailpatDefaultCalls", GENERATED);
        Faults reset = new Faults("reset after every tenth", List.of("reset=10"), 200, 8, 1, 0);
        reset.strike(Client.OURS, GENERATED);
        Faults idle = new Faults("idle connections closed", List.of("idle=300"), 32, 32, effort.pick(25, 3), 300);
        idle.strike(Client.OURS, GENERATED);
        Faults first = new Faults("256 first calls at once", List.of(), 256, 256, 1, 0);
        first.strike(Client.OURS, "WebClientOAuthCalls");
    }

    /**
     * A tenant with one fault, and what is asked of it.
     *
     * @param pauseMillis between bursts; each pause is a little longer or shorter than the one before
     */
    private record Faults(String name, List<String> fault, int calls, int inFlight, int bursts, long pauseMillis) {

        void strike(String ours, String... others) throws Exception {
            Print.line("%s: %d creates, %d in flight", name, calls * bursts, inFlight);
            strike(ours);
            for (String other : Client.present(others)) {
                strike(other);
            }
        }

        private void strike(String client) throws Exception {
            try (Client server = Client.start("TenantServer", fault);
                    Client worker = Client.start(client, server.target())) {
                long start = System.nanoTime();
                long tokens = 0;
                long errors = 0;
                for (int burst = 0; burst < bursts; burst++) {
                    Thread.sleep(burst == 0 ? 0 : pauseMillis + burst % 11 - 5);
                    long[] result = worker.request("each b" + burst + '-' + ' ' + calls + ' ' + inFlight);
                    tokens += result[0];
                    errors += result[1];
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                long[] ledger = server.request("ledger");
                Print.line(
                        "  %-20s %d results, %d errors, %d exist unknown to the caller, %d sent twice, %d access tokens, %.1f s",
                        client, tokens, errors, ledger[0] - tokens, ledger[1], accessTokens(ledger[2]), seconds);
            }
        }

        /** One of them was for the clients that fetch none. */
        private static long accessTokens(long requests) {
            return requests - 1;
        }
    }
}
