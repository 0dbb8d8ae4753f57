package io.github.sailpat.reactive;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Turns a leak into a failed build: the tests' JVM ends with an error, for a leak belongs to no one test. It is not a
 * listener that the launcher would look up, for it looks up none in a named module; one test brings it along, and it
 * acts when the last test is over. Then it proves that the detector was not blind: a buffer that is forgotten on purpose
 * must be found.
 */
final class LeakGuard implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        if (CountingLeakDetector.isAskedFor()) {
            context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(LeakGuard.class, key ->
                    (AutoCloseable) LeakGuard::afterTheLastTest);
        }
    }

    private static void afterTheLastTest() {
        boolean awake = CountingLeakDetector.findsAForgottenBuffer(Duration.ofSeconds(20));
        CountingLeakDetector.collect(); // what became unreachable together with that buffer may be queued behind it
        int leaks = CountingLeakDetector.leaks();
        if (!awake || leaks > 0) {
            System.err.println(
                    awake
                            ? "LEAK: " + leaks + " resources were not released; their traces stand above"
                            : "LEAK: the detector is blind: it did not find a buffer that was forgotten on purpose");
            Runtime.getRuntime().halt(1);
        }
    }
}
