package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.Http2Server.Incoming;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.Secret;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** No secret that is sent or received over HTTP/2 is in a log at any level, or in an error. */
class Http2SecretTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    static Stream<Arguments> answers() {
        return Stream.of(
                answer("success", stream -> stream.respond(stream.is("DELETE") ? 204 : 200, body(stream))),
                answer("an error that quotes all", stream -> stream.respond(400, Canaries.errorBody())),
                answer("no JSON", stream -> stream.respond(200, String.join("\n", Canaries.SPELLINGS))),
                answer("a refused stream", stream -> stream.reset(Http2Error.REFUSED_STREAM)),
                answer("a header that quotes", stream -> respondWith(stream, "x-echo", Canaries.ACCESS_TOKEN)),
                answer("a header with a bad name", stream -> respondWith(stream, "X " + Canaries.SECRET, "")),
                answer("a header with a bad value", stream -> respondWith(stream, "x", Canaries.ACCESS_TOKEN + "\0\n")),
                answer("a bad status", stream -> respondWith(stream, ":status", Canaries.ACCESS_TOKEN)),
                answer("a closed connection", Incoming::closeConnection));
    }

    private static Arguments answer(String name, Consumer<Incoming> answer) {
        return Arguments.of(name, answer);
    }

    private static String body(Incoming stream) {
        return stream.is("GET") ? '[' + Canaries.token() + ']' : Canaries.token();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a write that fails is noticed by the client
    private static void respondWith(Incoming stream, String name, String value) {
        DefaultHttp2Headers headers = new DefaultHttp2Headers(false);
        headers.status("500").set(name, value);
        stream.context().writeAndFlush(new DefaultHttp2HeadersFrame(headers, true).stream(stream.stream()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void noSecretIsShownAnywhere(String name, Consumer<Incoming> answer) {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        AtomicInteger requests = new AtomicInteger();
        try (TraceLog log = TraceLog.start();
                Http2Server server = Http2Server.start(stream -> {
                    requests.incrementAndGet();
                    answer.accept(stream);
                });
                SailPointClient client = client(server)) {
            PersonalAccessTokens tokens = client.personalAccessTokens();
            List<Publisher<?>> calls = List.of(
                    tokens.create(r -> r.name("name")),
                    tokens.list(),
                    tokens.patch("id", p -> p.name("name")),
                    tokens.delete("id"));
            Flux.fromIterable(calls)
                    .concatMap(call -> Flux.from(call)
                            .doOnNext(result -> seen.add(result.toString()))
                            .onErrorResume(error -> Mono.fromRunnable(() -> seen.add(Traces.of(error)))))
                    .blockLast(SOON);
            assertThat(requests).hasValueGreaterThanOrEqualTo(4);
            assertThat(log.lines()).hasSizeGreaterThan(50);
            seen.addAll(log.lines());
            assertThat(seen).noneMatch(text -> Canaries.SPELLINGS.stream().anyMatch(text::contains));
        }
    }

    private static SailPointClient client(Http2Server server) {
        return SailPointClient.create(b -> Protocol.asking(TestClient.unlimited(b))
                .baseUrl(server.url())
                .clientCredentials(Canaries.ID, Secret.of(Canaries.SECRET))
                .onAbandonedCreate(create -> {})
                .responseTimeout(Duration.ofSeconds(2))
                .retryPolicy(RetryPolicy.standard().withBackoff(Duration.ofMillis(1), Duration.ofMillis(2))));
    }
}
