package io.github.sailpat.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * Reactor Netty alone, set up as this library sets it up, and the floor of what stands on it: the same bytes go out,
 * and those that come are let go.
 */
final class BareCalls implements Calls {

    private final HttpClient client;
    private final HttpClient creating;
    private final String uri;

    private BareCalls(HttpClient http, Target target) {
        client = http.headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT)
                .set(HttpHeaderNames.ACCEPT, JSON)
                .set(HttpHeaderNames.AUTHORIZATION, target.authorization()));
        creating = client.headers(headers ->
                headers.set(HttpHeaderNames.CONTENT_TYPE, JSON).set(HttpHeaderNames.CONTENT_LENGTH, REQUEST.length));
        uri = target.baseUrl() + PATH;
    }

    public static void main(String[] arguments) throws IOException {
        Worker.serve(of(Target.parse(arguments)));
    }

    static BareCalls of(Target target) {
        return new BareCalls(client(pool()), target);
    }

    /** Over one connection. */
    static BareCalls http2(Target target) {
        Http2AllocationStrategy one = Http2AllocationStrategy.builder()
                .maxConnections(1)
                .maxConcurrentStreams(CONNECTIONS)
                .build();
        SslProvider.GenericSslContextSpec<?> tls = Http2SslContextSpec.forClient();
        return new BareCalls(
                client(pool().allocationStrategy(one)).protocol(HttpProtocol.H2).secure(spec -> spec.sslContext(tls)),
                target);
    }

    private static HttpClient client(ConnectionProvider.Builder pool) {
        return HttpClient.create(pool.lifo()
                        .maxIdleTime(Duration.ofSeconds(15))
                        .evictInBackground(Duration.ofSeconds(15))
                        .build())
                .runOn(LoopResources.create("bare", 1, true))
                .responseTimeout(Duration.ofSeconds(20));
    }

    /** With an event loop a core, at least four. */
    static BareCalls withDefaults(Target target) {
        return new BareCalls(HttpClient.create(pool().build()), target);
    }

    private static ConnectionProvider.Builder pool() {
        return ConnectionProvider.builder("bare").maxConnections(CONNECTIONS).pendingAcquireMaxCount(-1);
    }

    /** Pieces of the body in place of tokens. */
    @Override
    public Flux<?> list() {
        return client.get().uri(uri).responseContent().map(ByteBuf::readableBytes);
    }

    @Override
    public Mono<?> create(String name) {
        return exchange(REQUEST).then(Mono.just(name));
    }

    @Override
    public Mono<?> delete(String id) {
        return client.delete().uri(uri + '/' + id).responseContent().then();
    }

    @Override
    public Publisher<?> create(int calls, int inFlight) {
        return Flux.range(0, calls).flatMap(call -> exchange(REQUEST).map(ByteBuf::readableBytes), inFlight);
    }

    @Override
    public Publisher<?> delete(int calls, int inFlight) {
        return Flux.range(0, calls)
                .flatMap(call -> client.delete().uri(uri + '/' + Calls.id(call)).responseContent(), inFlight);
    }

    ByteBufFlux exchange(byte[] request) {
        return creating.post()
                .uri(uri)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request)))
                .responseContent();
    }
}
