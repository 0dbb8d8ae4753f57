package io.github.sailpat.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Fails if calls take much more CPU than the bare transport, or if they allocate another number of bytes than they did.
 * The limits of CPU are loose, and the lowest of some rounds counts, because the machines that build are noisy. What is
 * allocated does not depend on them.
 */
final class RegressionCheck {
    /** Measured by this check. A change that makes them better sets them too. */
    private static final double CREATE_BYTES = 12_300;

    private static final double DELETE_BYTES = 7_600;
    private static final double TOKEN_BYTES = 588;
    private static final double TOLERANCE = 0.05;
    private static final double MAX_RATIO = 1.5;
    /** Half as much again as it was. */
    private static final double MAX_LIST_RATIO = 11;

    private static final int IN_FLIGHT = 64;
    private static final int CALLS = 20_000;
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 5;
    private static final int RUNS = 3;
    private static final int TOKENS = 100_000;
    private static final int LISTS = 3;
    /** More, or the clock of the CPU is too coarse. */
    private static final int BARE_LISTS = 15;

    private static final String HEAP = "-Xmx256m";

    private RegressionCheck() {}

    /** Throws if a figure is beyond its limit in each run: the compiler of the JVM does not do the same in all. */
    static Figures run() throws Exception {
        for (int run = 1; ; run++) {
            Figures measured = measure();
            for (int i = 0; i < Figures.NAMES.size(); i++) {
                Print.line(
                        "  %-34s %,.2f", Figures.NAMES.get(i), measured.values().get(i));
            }
            List<String> wrong = violations(measured);
            if (wrong.isEmpty()) {
                return measured;
            }
            if (run == RUNS) {
                throw new IllegalStateException(String.join(System.lineSeparator(), wrong));
            }
            Print.line("  Once more, because %s.", String.join("; ", wrong));
        }
    }

    private static List<String> violations(Figures measured) {
        List<String> wrong = new ArrayList<>();
        requireRatio(wrong, "a create", measured.createRatio(), MAX_RATIO);
        requireRatio(wrong, "a delete", measured.deleteRatio(), MAX_RATIO);
        requireRatio(wrong, "a list", measured.listRatio(), MAX_LIST_RATIO);
        requireBytes(wrong, "a create", measured.createBytes(), CREATE_BYTES);
        requireBytes(wrong, "a delete", measured.deleteBytes(), DELETE_BYTES);
        requireBytes(wrong, "a token of a list", measured.tokenBytes(), TOKEN_BYTES);
        return wrong;
    }

    private static void requireRatio(List<String> wrong, String what, double ratio, double max) {
        if (ratio > max) {
            wrong.add(
                    String.format("%s takes %.2f of the CPU of the bare transport, more than %.1f", what, ratio, max));
        }
    }

    private static void requireBytes(List<String> wrong, String what, double bytes, double expected) {
        if (Math.abs(bytes / expected - 1) > TOLERANCE) {
            wrong.add(String.format(
                    "%s allocates %,.0f bytes, and not %,.0f: if that is meant, set it in RegressionCheck",
                    what, bytes, expected));
        }
    }

    private static Figures measure() throws Exception {
        Rounds cpu = new Rounds();
        Rounds bytes = new Rounds();
        calls(cpu, bytes);
        lists(cpu, bytes);
        return new Figures(
                cpu.ratio("create", "create bare").lowest(),
                cpu.ratio("delete", "delete bare").lowest(),
                bytes.median("create"),
                bytes.median("delete"),
                bytes.median("token"),
                cpu.ratio("token", "token bare").lowest());
    }

    private static void calls(Rounds cpu, Rounds bytes) throws Exception {
        try (Client server = Client.start("FixedResponseServer", List.of())) {
            Target target = server.target();
            try (Client ours = Client.start(Client.OURS, target, HEAP);
                    Client bare = Client.start("BareCalls", target, HEAP)) {
                for (int round = -WARM_UP; round < ROUNDS; round++) {
                    for (String operation : List.of("create", "delete")) {
                        Client.Called called = ours.call(operation, CALLS, IN_FLIGHT);
                        Client.Called reference = bare.call(operation, CALLS, IN_FLIGHT);
                        if (round >= 0) {
                            cpu.add(operation, called.cpuNanos());
                            cpu.add(operation + " bare", reference.cpuNanos());
                            bytes.add(operation, called.allocatedBytes());
                        }
                    }
                }
            }
        }
    }

    private static void lists(Rounds cpu, Rounds bytes) throws Exception {
        try (Client tenant = Client.tenant(TOKENS, List.of())) {
            Target target = tenant.target();
            try (Client ours = Client.start(Client.OURS, target, HEAP);
                    Client bare = Client.start("BareCalls", target, HEAP)) {
                for (int round = -1; round < ROUNDS; round++) {
                    Client.Drained drained = ours.drain(LISTS);
                    Client.Drained reference = bare.drain(BARE_LISTS);
                    if (round >= 0) {
                        cpu.add("token", (double) drained.cpuNanos() / LISTS);
                        cpu.add("token bare", (double) reference.cpuNanos() / BARE_LISTS);
                        bytes.add("token", (double) drained.allocatedBytes() / LISTS / TOKENS);
                    }
                }
            }
        }
    }
}
