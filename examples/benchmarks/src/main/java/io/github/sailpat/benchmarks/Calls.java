package io.github.sailpat.benchmarks;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a client is asked to do. One class a client; each runs in a process of its own, see {@link Worker}. */
interface Calls {

    /** As many as the largest number in flight, for every client. */
    int CONNECTIONS = 256;

    String NAME = "nightly-export";
    List<String> SCOPE = List.of("idn:sources:read", "idn:accounts:read");
    /** What a request for the above is as JSON, to the byte. */
    byte[] REQUEST = "{\"name\":\"nightly-export\",\"scope\":[\"idn:sources:read\",\"idn:accounts:read\"]}"
            .getBytes(StandardCharsets.UTF_8);

    String PATH = "/beta/personal-access-tokens";

    AsciiString USER_AGENT = AsciiString.cached("sailpat/0.1.0");
    AsciiString JSON = AsciiString.cached("application/json");

    /** A token of its own for each call, as the ids of a bulk job are. */
    static String id(int call) {
        return "9c2f5a70b1e84d3fa6c10000" + Integer.toHexString(0x1000_0000 + call);
    }

    /** All tokens, one by one if the client can. */
    Flux<?> list();

    /** One create, as a user would write it. */
    Mono<?> create(String name);

    /** One delete. */
    Mono<?> delete(String id);

    /** Many creates; fails if one does. */
    default Publisher<?> create(int calls, int inFlight) {
        return Flux.range(0, calls).flatMap(call -> create(NAME), inFlight);
    }

    /** Many deletes; fails if one does. */
    default Publisher<?> delete(int calls, int inFlight) {
        return Flux.range(0, calls).flatMap(call -> delete(id(call)), inFlight);
    }

    /** Many creates of names that differ; for each whether it gave a token, or an error. */
    default Flux<Boolean> createEach(Flux<String> names, int inFlight) {
        return names.flatMap(name -> create(name).map(token -> true).onErrorReturn(false), inFlight);
    }
}
