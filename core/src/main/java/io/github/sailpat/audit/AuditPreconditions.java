package io.github.sailpat.audit;

import java.time.Duration;

/** Checks options. Each message names the broken rule. */
final class AuditPreconditions {
    private static final Duration LONGEST = Duration.ofDays(3_653);

    private AuditPreconditions() {}

    static void requireWindow(String what, Duration window) {
        if (window.isNegative() || window.isZero() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be above zero, and at most ten years");
        }
    }

    static void requireNumber(String what, int number, int most) {
        if (number < 0 || number > most) {
            throw new IllegalArgumentException(what + " must be from 0 to " + most + ", not " + number);
        }
    }
}
