package io.github.sailpat.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates and deletes by tens of thousands: CPU, time, memory of each client, rounds in turn. */
final class CallsBenchmark {

    /** The clock of the CPU has steps of 10 ms, which is the time of several hundred calls. */
    private static final int CALLS = 50_000;

    private static final int HTTP2_CALLS = 20_000;
    private static final int QUICK_CALLS = 100;

    private static final int WARM_UP = 2;
    private static final int[] IN_FLIGHT = {64, 256};
    private static final int[] HTTP2_IN_FLIGHT = {1, 8, 64, 256};
    private static final String[] OPERATIONS = {"create", "delete"};
    private static final String HEAP = "-Xmx256m";

    private final Rounds perSecond = new Rounds();
    private final Rounds cpuMicros = new Rounds();
    private final Rounds kilobytes = new Rounds();
    private final Rounds serverShare = new Rounds();
    private final List<String> names;
    private final int[] inFlights;
    private final List<String> serverArguments;
    private final int calls;

    private CallsBenchmark(List<String> names, int[] inFlights, List<String> serverArguments, int calls) {
        this.names = names;
        this.inFlights = inFlights;
        this.serverArguments = serverArguments;
        this.calls = calls;
    }

    /** Of the clients named, or of all; the first one is compared with each. */
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
        Print.line("== calls");
        new CallsBenchmark(names, IN_FLIGHT, List.of(), effort.pick(CALLS, QUICK_CALLS)).measure(effort);
    }

    /** This library over HTTP/2 beside HTTP/1.1, both over TLS, and the bare transport over HTTP/2. */
    static void runHttp2(RunOptions effort) throws Exception {
        List<String> names = List.of(Client.OUR_HTTP2, Client.OURS, "BareHttp2Calls");
        List<String> server = List.of(LocalhostKeys.serverArgument());
        Print.line("== http2: over TLS");
        new CallsBenchmark(names, HTTP2_IN_FLIGHT, server, effort.pick(HTTP2_CALLS, QUICK_CALLS)).measure(effort);
    }

    private void measure(RunOptions effort) throws Exception {
        measure(effort.pick(WARM_UP, 0), effort.rounds());
    }

    private void measure(int warmUp, int rounds) throws Exception {
        Map<String, Client> clients = new LinkedHashMap<>();
        try (Client server = Client.start("FixedResponseServer", serverArguments)) {
            Target target = server.target();
            for (String name : names) {
                clients.put(name, Client.start(name, target, HEAP));
            }
            for (int round = -warmUp; round < rounds; round++) {
                for (String operation : OPERATIONS) {
                    for (int inFlight : inFlights) {
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
                perSecond.add(key, 1e9 / called.nanos());
                cpuMicros.add(key, called.cpuNanos() / 1e3);
                kilobytes.add(key, called.allocatedBytes() / 1e3);
                serverShare.add(key, share);
            }
        }
    }

    private void report(Map<String, Client> clients) throws Exception {
        String first = names.get(0);
        Print.line("%,d calls a round, %s; %s / the other, within the rounds", calls, HEAP, first);
        for (String operation : OPERATIONS) {
            for (int inFlight : inFlights) {
                Print.line("%s, %d in flight", operation, inFlight);
                for (String name : names) {
                    String key = key(operation, inFlight, name);
                    String compared = key(operation, inFlight, first);
                    Print.line(
                            "  %-17s CPU %-16s bytes %.2f calls/s %-16s %5.1f µs, %4.1f kB, %,6.0f calls/s, server %s",
                            name,
                            cpuMicros.ratio(compared, key),
                            kilobytes.ratio(compared, key).median(),
                            perSecond.ratio(compared, key),
                            cpuMicros.median(key),
                            kilobytes.median(key),
                            perSecond.median(key),
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
