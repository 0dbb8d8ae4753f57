package io.github.sailpat.benchmarks;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.reactivestreams.Publisher;

/** Many calls of one operation; each publisher ends when all calls have, and fails if one does. */
interface Calls {

    String NAME = "nightly-export";
    List<String> SCOPE = List.of("idn:sources:read", "idn:accounts:read");
    /** What a request for the above is as JSON, to the byte. */
    byte[] REQUEST = "{\"name\":\"nightly-export\",\"scope\":[\"idn:sources:read\",\"idn:accounts:read\"]}"
            .getBytes(StandardCharsets.UTF_8);

    String ID = "9c2f5a70b1e84d3fa6c1000000000042";
    String PATH = "/beta/personal-access-tokens";

    AsciiString USER_AGENT = AsciiString.cached("sailpat/0.1.0");
    AsciiString JSON = AsciiString.cached("application/json");

    Publisher<?> create(int calls, int inFlight);

    Publisher<?> delete(int calls, int inFlight);
}
