package io.github.sailpat.benchmarks;

import java.io.IOException;
import reactor.netty.http.client.HttpClient;

/** Reactor Netty alone, as it comes: an event loop a core, at least four. */
final class BareDefaultCalls {

    private BareDefaultCalls() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BareCalls.serve(HttpClient.create(BareCalls.pool().build()), Target.parse(arguments));
    }
}
