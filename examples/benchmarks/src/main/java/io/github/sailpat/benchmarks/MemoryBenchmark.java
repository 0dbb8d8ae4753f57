package io.github.sailpat.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The smallest heap in which a fresh process lists all tokens, by halving, and what was resident then. */
final class MemoryBenchmark {

    private static final int[] HEAPS = {8, 12, 16, 24, 32, 64, 128, 256, 512, 1024, 2048};
    private static final int[] SIZES = {100_000, 1_000_000};
    private static final int QUICK_SIZE = 1_000;
    private static final int[] QUICK_HEAPS = {64};
    private static final int PATIENCE_SECONDS = 30;

    private MemoryBenchmark() {}

    static void run(RunOptions effort) throws Exception {
        run(effort, Client.ALL, List.of());
    }

    static void runTls(RunOptions effort) throws Exception {
        run(effort, Client.TLS, List.of(LocalhostKeys.serverArgument()));
    }

    private static void run(RunOptions effort, List<String> names, List<String> serverArguments) throws Exception {
        for (int size : effort.quick() ? new int[] {QUICK_SIZE} : SIZES) {
            try (Client server = Client.tenant(size, serverArguments)) {
                Target target = server.target();
                Print.line(
                        "== memory%s: %,d tokens in a fresh process",
                        serverArguments.isEmpty() ? "" : " over TLS", size);
                for (String name : names) {
                    search(name, target, effort.quick() ? QUICK_HEAPS : HEAPS);
                }
            }
        }
    }

    private static void search(String name, Target target, int[] heaps) throws Exception {
        int low = 0;
        int high = heaps.length;
        long resident = 0;
        while (low < high) {
            int middle = (low + high) / 2;
            long taken = resident(name, target, heaps[middle]);
            if (taken > 0) {
                resident = taken;
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (high == heaps.length) {
            Print.line("  %-16s not within -Xmx%dm", name, heaps[high - 1]);
        } else {
            Print.line("  %-16s -Xmx%dm, at most %d MiB resident", name, heaps[high], resident);
        }
    }

    /** In MiB; 0 if it did not complete. A client without memory may also hang. */
    private static long resident(String name, Target target, int heap) throws Exception {
        try (Client client = Client.start(name, target, "-Xmx" + heap + "m")) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    client::kill, CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            long count = client.drain(1).count();
            long resident = client.residentMiB();
            end.cancel(false);
            return count == 0 ? 0 : resident;
        } catch (IOException e) {
            return 0;
        }
    }
}
