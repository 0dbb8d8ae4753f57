package io.github.sailpat.benchmarks;

import java.io.IOException;

/** Reactor Netty alone, as it comes. */
final class BareDefaultCalls {

    private BareDefaultCalls() {}

    public static void main(String[] arguments) throws IOException {
        Worker.serve(BareCalls.withDefaults(Target.parse(arguments)));
    }
}
