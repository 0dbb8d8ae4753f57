package io.github.sailpat.benchmarks;

/**
 * How long to measure.
 *
 * @param rounds how many times everything is done by turns, after the warm-up
 * @param quick whether only to see that it works: small numbers, and figures that mean nothing
 */
record RunOptions(int rounds, boolean quick) {

    int pick(int full, int small) {
        return quick ? small : full;
    }
}
