package io.github.sailpat.benchmarks;

/** Sees to it that a server is not what is measured: how much of one processor its process uses in the meantime. */
final class BusyServer {

    private static final double BOUND = 0.9;

    private final Client server;
    private long cpu;
    private long start;

    BusyServer(Client server) {
        this.server = server;
    }

    void begin() {
        cpu = server.cpu().toNanos();
        start = System.nanoTime();
    }

    double end() {
        return (double) (server.cpu().toNanos() - cpu) / (System.nanoTime() - start);
    }

    static String text(double share) {
        return Math.round(share * 100) + (share > BOUND ? " % (the bottleneck)" : " %");
    }
}
