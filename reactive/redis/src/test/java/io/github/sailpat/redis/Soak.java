package io.github.sailpat.redis;

/** {@code -Dsailpat.soak=true}: the full sizes, and figures. */
final class Soak {
    static final boolean ON = Boolean.getBoolean("sailpat.soak");

    private Soak() {}

    static int size(int inABuild, int full) {
        return ON ? full : inABuild;
    }
}
