package io.github.sailpat.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates and deletes by tens of thousands, 64 and 256 in flight: CPU, time, memory of each client, rounds in turn. */
final class CallsBenchmark {

    /** The clock of the CPU has steps of 10 ms, which is the time of several hundred calls. */
    private static final int CALLS = 50_000;

    private static final int WARM_UP = 2;
    private static final int[] IN_FLIGHT = {64, 256};
    private static final String[] OPERATIONS = {"create", "delete"};
    private static final String HEAP = "-Xmx256m";

    private final Rounds micros = new Rounds();
    private final Rounds cpuMicros = new Rounds();
    private final Rounds kilobytes = new Rounds();
    private final Rounds serverShare = new Rounds();
    private final List<String> names;
    private final int calls;

    private CallsBenchmark(List<String> names, int calls) {
        this.names = names;
        this.calls = calls;
    }

    /** Of the clients named, or of all; this library must be one of them. */
    static void run(RunOptions effort, List<String> clients) throws Exception {
        List<String> names = clients.isEmpty()
                ? Client.present(
                        Client.OURS,
                        "BareCalls",
                        "BareDefaultCalls",
                        "BareJsonCalls",
                        "WebClientCalls",
                        "VertxCalls",
                        "OkHttpCalls",
                        "NativeCalls")
                : clients;
        CallsBenchmark benchmark = new CallsBenchmark(names, effort.pick(CALLS, 1_000));
        benchmark.measure(effort.pick(WARM_UP, 1), effort.rounds());
    }

    private void measure(int warmUp, int rounds) throws Exception {
        Map<String, Client> clients = new LinkedHashMap<>();
        try (Client server = Client.start("FixedResponseServer", List.of())) {
            Target target = server.target();
            for (String name : names) {
                clients.put(name, Client.start(name, target, HEAP));
            }
            for (int round = -warmUp; round < rounds; round++) {
                for (String operation : OPERATIONS) {
                    for (int inFlight : IN_FLIGHT) {
                        round(new ServerLoad(server), clients, operation, inFlight, round >= 0);
                    }
                }
            }
            report(clients);
        } finally {
            for (Client client : clients.values()) {
                client.close();
            }
        }
    }

    private void round(ServerLoad server, Map<String, Client> clients, String operation, int inFlight, boolean counts)
            throws Exception {
        for (Map.Entry<String, Client> client : clients.entrySet()) {
            server.begin();
            Client.Called called = client.getValue().call(operation, calls, inFlight);
            double share = server.end();
            if (counts) {
                String key = key(operation, inFlight, client.getKey());
                micros.add(key, called.nanos() / 1e3);
                cpuMicros.add(key, called.cpuNanos() / 1e3);
                kilobytes.add(key, called.allocatedBytes() / 1e3);
                serverShare.add(key, share);
            }
        }
    }

    private void report(Map<String, Client> clients) throws Exception {
        Print.line("== calls: %,d a round, %s; CPU of this library / of the other, within the rounds", calls, HEAP);
        for (String operation : OPERATIONS) {
            for (int inFlight : IN_FLIGHT) {
                Print.line("%s, %d in flight", operation, inFlight);
                for (String name : names) {
                    String key = key(operation, inFlight, name);
                    Print.line(
                            "  %-16s ratio %-18s %.4f s CPU per 1,000, %,7.0f calls/s, %5.1f kB a call, server %s",
                            name,
                            cpuMicros.ratio(key(operation, inFlight, Client.OURS), key),
                            cpuMicros.median(key) / 1e3,
                            1e6 / micros.median(key),
                            kilobytes.median(key),
                            ServerLoad.text(serverShare.median(key)));
                }
            }
        }
        for (Map.Entry<String, Client> client : clients.entrySet()) {
            Print.line(
                    "  %-16s at most %d MiB resident",
                    client.getKey(), client.getValue().residentMiB());
        }
    }

    private static String key(String operation, int inFlight, String client) {
        return operation + ' ' + inFlight + ' ' + client;
    }
}
