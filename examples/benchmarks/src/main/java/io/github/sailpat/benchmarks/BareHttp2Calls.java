package io.github.sailpat.benchmarks;

import java.io.IOException;

/** {@link BareCalls} over one connection of HTTP/2. */
final class BareHttp2Calls {

    private BareHttp2Calls() {}

    public static void main(String[] arguments) throws IOException {
        Worker.serve(BareCalls.http2(Target.parse(arguments)));
    }
}
