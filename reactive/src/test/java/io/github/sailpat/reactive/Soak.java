package io.github.sailpat.reactive;

import java.util.Locale;

/**
 * The size of a run: small in a build, full with {@code -Dsailpat.soak=true}, which also prints the figures. The command
 * stands in CONTRIBUTING.
 */
final class Soak {
    private static final boolean FULL = Boolean.getBoolean("sailpat.soak");

    private Soak() {}

    static int size(int inABuild, int full) {
        return FULL ? full : inABuild;
    }

    static void figure(String what, double value, String promise) {
        if (FULL) {
            System.out.printf(Locale.ROOT, "figure: %-60s %10.3f   promised: %s%n", what, value, promise);
        }
    }
}
