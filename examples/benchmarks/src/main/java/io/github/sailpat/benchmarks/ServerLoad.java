package io.github.sailpat.benchmarks;

/** Measures the share of one processor that the process of a server uses, to see that it is not the bottleneck. */
final class ServerLoad {

    private static final double BOUND = 0.9;

    private final Client server;
    private long cpu;
    private long start;

    ServerLoad(Client server) {
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
