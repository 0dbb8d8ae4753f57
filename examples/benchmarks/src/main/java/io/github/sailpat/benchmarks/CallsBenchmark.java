package io.github.sailpat.benchmarks;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates and deletes by the ten thousand: CPU and allocation a call of each client, rounds in turn, medians and ratios. */
final class CallsBenchmark {

    private static final int CALLS = 50_000;
    private static final int WARM_UP = 3;
    private static final int[] IN_FLIGHT = {64, 256};
    private static final String[] OPERATIONS = {"create", "delete"};

    private static final String SERVER = "AnswerServer";
    private static final String OURS = "SailpatCalls";
    private static final String[] CLIENTS = {OURS, "BareCalls", "BareDefaultCalls", "VertxCalls"};

    private final Rounds micros = new Rounds();
    private final Rounds cpuMicros = new Rounds();
    private final Rounds kilobytes = new Rounds();

    private CallsBenchmark() {}

    static void run(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 5 : Integer.parseInt(arguments.get(0));
        CallsBenchmark benchmark = new CallsBenchmark();
        benchmark.measure(rounds);
        benchmark.report();
    }

    private void measure(int rounds) throws Exception {
        Map<String, Client> clients = new LinkedHashMap<>();
        try (Client server = Client.start(SERVER, List.of())) {
            URI url = URI.create("http://127.0.0.1:" + server.answer());
            for (String name : Client.present(CLIENTS)) {
                clients.put(name, Client.start(name, new Target(url, "benchmarks", "no secret")));
            }
            for (int round = -WARM_UP; round < rounds; round++) {
                for (String operation : OPERATIONS) {
                    for (int inFlight : IN_FLIGHT) {
                        for (Map.Entry<String, Client> client : clients.entrySet()) {
                            Client.Called called = client.getValue().call(operation, CALLS, inFlight);
                            if (round >= 0) {
                                add(key(operation, inFlight, client.getKey()), called);
                            }
                        }
                    }
                }
            }
        } finally {
            for (Client client : clients.values()) {
                client.close();
            }
        }
    }

    private void add(String key, Client.Called called) {
        micros.add(key, called.nanos() / 1e3);
        cpuMicros.add(key, called.cpuNanos() / 1e3);
        kilobytes.add(key, called.allocatedBytes() / 1e3);
    }

    private void report() {
        Print.line("%,d calls a round; CPU: this library's to the other's, within the rounds", CALLS);
        for (String operation : OPERATIONS) {
            for (int inFlight : IN_FLIGHT) {
                Print.line("%s, %d in flight", operation, inFlight);
                for (String name : Client.present(CLIENTS)) {
                    String key = key(operation, inFlight, name);
                    Print.line(
                            "  %-18s %6.1f us of CPU %6.1f us %6.1f kB allocated   ratio %.2f",
                            name,
                            cpuMicros.median(key),
                            micros.median(key),
                            kilobytes.median(key),
                            cpuMicros.ratio(key(operation, inFlight, OURS), key));
                }
            }
        }
    }

    private static String key(String operation, int inFlight, String client) {
        return operation + ' ' + inFlight + ' ' + client;
    }
}
