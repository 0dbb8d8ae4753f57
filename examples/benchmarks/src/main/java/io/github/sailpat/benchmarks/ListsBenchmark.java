package io.github.sailpat.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists of three sizes: time until the first token and the last, CPU and allocation of each client, rounds in turn. */
final class ListsBenchmark {

    private static final int[] SIZES = {1_000, 100_000, 1_000_000};
    private static final int[] TLS_SIZES = {100_000, 1_000_000};
    /** A round has at least so many, or the clock of the CPU is too coarse. */
    private static final int TOKENS_A_ROUND = 300_000;

    private static final String HEAP = "-Xmx3g";

    private final Rounds seconds = new Rounds();
    private final Rounds cpuSeconds = new Rounds();
    private final Rounds firstMillis = new Rounds();
    private final Rounds bytes = new Rounds();
    private final Rounds serverShare = new Rounds();
    private final List<String> names;
    private final List<String> serverArguments;
    private final int size;
    private final int lists;

    private ListsBenchmark(List<String> names, List<String> serverArguments, int size, int tokensARound) {
        this.names = names;
        this.serverArguments = serverArguments;
        this.size = size;
        this.lists = Math.max(1, tokensARound / size);
    }

    static void run(RunOptions effort) throws Exception {
        run(effort, Client.ALL, List.of(), SIZES);
    }

    /** The larger ones over TLS. */
    static void runTls(RunOptions effort) throws Exception {
        run(effort, Client.TLS, List.of(LocalhostKeys.serverArgument()), TLS_SIZES);
    }

    private static void run(RunOptions effort, List<String> names, List<String> serverArguments, int[] sizes)
            throws Exception {
        for (int size : sizes) {
            ListsBenchmark benchmark = new ListsBenchmark(
                    names,
                    serverArguments,
                    effort.pick(size, size / 100),
                    effort.pick(TOKENS_A_ROUND, TOKENS_A_ROUND / 300));
            benchmark.measure(effort.pick(2, 0), effort.rounds());
            benchmark.report();
        }
    }

    private void measure(int warmUp, int rounds) throws Exception {
        Map<String, Client> clients = new LinkedHashMap<>();
        try (Client server = Client.tenant(size, serverArguments)) {
            Target target = server.target();
            for (String name : names) {
                clients.put(name, Client.start(name, target, HEAP));
            }
            for (int round = -warmUp; round < rounds; round++) {
                for (Map.Entry<String, Client> client : clients.entrySet()) {
                    round(new ServerLoad(server), client.getKey(), client.getValue(), round >= 0);
                }
            }
        } finally {
            for (Client client : clients.values()) {
                client.close();
            }
        }
    }

    private void round(ServerLoad server, String name, Client client, boolean counts) throws Exception {
        server.begin();
        Client.Drained drained = client.drain(lists);
        double share = server.end();
        if (counts) {
            seconds.add(name, drained.nanos() / 1e9 / lists);
            cpuSeconds.add(name, drained.cpuNanos() / 1e9 / lists);
            firstMillis.add(name, drained.firstNanos() / 1e6 / lists);
            bytes.add(name, (double) drained.allocatedBytes() / lists / size);
            serverShare.add(name, share);
        }
    }

    private void report() {
        Print.line(
                "== lists%s: %,d tokens, %s; this library / the other, within the rounds",
                serverArguments.isEmpty() ? "" : " over TLS", size, HEAP);
        for (String name : seconds.names()) {
            Print.line(
                    "  %-16s time %-18s CPU %-18s %8.4f s, %8.4f s CPU, first after %7.1f ms, %5.0f B a token, server %s",
                    name,
                    seconds.ratio(Client.OURS, name),
                    cpuSeconds.ratio(Client.OURS, name),
                    seconds.median(name),
                    cpuSeconds.median(name),
                    firstMillis.median(name),
                    bytes.median(name),
                    ServerLoad.text(serverShare.median(name)));
        }
    }
}
