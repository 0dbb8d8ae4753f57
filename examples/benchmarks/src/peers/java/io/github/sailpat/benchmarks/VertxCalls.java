package io.github.sailpat.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Vert.x's WebClient with Jackson by hand; every call begins on the one event loop that there is. */
final class VertxCalls implements Calls {

    record Request(String name, List<String> scope) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Context loop;
    private final WebClient client;
    private final String uri;
    private final String bearer;

    private VertxCalls(Vertx vertx, Target target) throws IOException, InterruptedException {
        loop = vertx.getOrCreateContext();
        client = WebClient.create(
                vertx,
                new WebClientOptions().setUserAgent(USER_AGENT.toString()),
                new PoolOptions().setHttp1MaxSize(CallsWorker.CONNECTIONS));
        uri = target.baseUrl() + PATH;
        bearer = PlainHttp.bearer(target);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        CallsWorker.serve(new VertxCalls(vertx, Target.parse(arguments)));
    }

    @Override
    public Publisher<?> create(int calls, int inFlight) {
        return all(calls, inFlight, () -> client.postAbs(uri)
                .bearerTokenAuthentication(bearer)
                .putHeader("Accept", "application/json")
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(write()))
                .map(VertxCalls::read));
    }

    @Override
    public Publisher<?> delete(int calls, int inFlight) {
        return all(calls, inFlight, () -> client.deleteAbs(uri + '/' + ID)
                .bearerTokenAuthentication(bearer)
                .putHeader("Accept", "application/json")
                .send());
    }

    private static byte[] write() {
        try {
            return MAPPER.writeValueAsBytes(new Request(NAME, SCOPE));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(HttpResponse<Buffer> response) {
        try {
            return MAPPER.readTree(response.body().getBytes()).get("secret").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Mono<Void> all(int calls, int inFlight, Supplier<Future<?>> call) {
        return Mono.create(sink -> loop.runOnContext(begun -> {
            Many many = new Many(call, sink, calls);
            for (int i = 0; i < inFlight; i++) {
                many.next();
            }
        }));
    }

    /** Touched on the event loop only. */
    private static final class Many {
        private final Supplier<Future<?>> call;
        private final MonoSink<Void> sink;
        private int left;
        private int open;

        Many(Supplier<Future<?>> call, MonoSink<Void> sink, int calls) {
            this.call = call;
            this.sink = sink;
            this.left = calls;
            this.open = calls;
        }

        void next() {
            if (left-- > 0) {
                call.get().onComplete(done -> {
                    if (done.failed()) {
                        sink.error(done.cause());
                    } else if (--open == 0) {
                        sink.success();
                    } else {
                        next();
                    }
                });
            }
        }
    }
}
