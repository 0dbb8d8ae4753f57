package io.github.sailpat.benchmarks;

import io.github.sailpat.reactive.HttpVersion;
import java.io.IOException;

/** This library's bulk jobs over HTTP/2. */
final class SailpatHttp2Calls {

    private SailpatHttp2Calls() {}

    public static void main(String[] arguments) throws IOException {
        Worker.serve(SailpatCalls.of(Target.parse(arguments), builder -> builder.protocol(HttpVersion.HTTP_2)));
    }
}
