package io.github.sailpat.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Reactor Netty alone, set up as this library sets it up: the same bytes go out, and those that come are let go. */
record BareCalls(HttpClient client, String uri) implements Calls {

    public static void main(String[] arguments) throws IOException, InterruptedException {
        HttpClient client = HttpClient.create(pool().lifo()
                        .maxIdleTime(Duration.ofSeconds(15))
                        .evictInBackground(Duration.ofSeconds(15))
                        .build())
                .runOn(LoopResources.create("bare", 1, true))
                .responseTimeout(Duration.ofSeconds(20));
        serve(client, Target.parse(arguments));
    }

    static ConnectionProvider.Builder pool() {
        return ConnectionProvider.builder("bare")
                .maxConnections(CallsWorker.CONNECTIONS)
                .pendingAcquireMaxCount(-1);
    }

    static void serve(HttpClient client, Target target) throws IOException, InterruptedException {
        String bearer = "Bearer " + PlainHttp.bearer(target);
        HttpClient ours = client.headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT)
                .set(HttpHeaderNames.ACCEPT, JSON)
                .set(HttpHeaderNames.AUTHORIZATION, bearer));
        CallsWorker.serve(new BareCalls(ours, target.baseUrl() + PATH));
    }

    @Override
    public Publisher<?> create(int calls, int inFlight) {
        HttpClient creating = client.headers(headers ->
                headers.set(HttpHeaderNames.CONTENT_TYPE, JSON).set(HttpHeaderNames.CONTENT_LENGTH, REQUEST.length));
        return Flux.range(0, calls)
                .flatMap(
                        call -> creating.post()
                                .uri(uri)
                                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(REQUEST)))
                                .responseContent()
                                .map(ByteBuf::readableBytes),
                        inFlight);
    }

    @Override
    public Publisher<?> delete(int calls, int inFlight) {
        return Flux.range(0, calls)
                .flatMap(call -> client.delete().uri(uri + '/' + ID).responseContent(), inFlight);
    }
}
