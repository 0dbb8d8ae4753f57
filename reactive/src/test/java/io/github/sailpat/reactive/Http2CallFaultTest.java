package io.github.sailpat.reactive;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same faults over HTTP/2, where the end of a connection is the end of a stream. */
@EnabledIfSystemProperty(named = "sailpat.soak", matches = "true", disabledReason = "takes as long as the original")
class Http2CallFaultTest extends CallFaultTest {
    @Override
    Protocol protocol() {
        return Protocol.HTTP_2;
    }
}
