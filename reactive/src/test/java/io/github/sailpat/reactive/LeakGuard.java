package io.github.sailpat.reactive;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Turns a leak into a failed build: the tests' JVM ends with an error, for a leak belongs to no one test. It acts when
 * the JVM ends, because each process of the tests runs many launchers, one for a class. Before that it proves that the
 * detector was not blind: a buffer that is forgotten on purpose must be found.
 */
final class LeakGuard {
    private LeakGuard() {}

    static void watchThisProcess() {
        Runtime.getRuntime().addShutdownHook(new Thread(LeakGuard::afterTheLastTest, "leak-guard"));
    }

    private static void afterTheLastTest() {
        // The stream of the test runner is closed by now.
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
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
