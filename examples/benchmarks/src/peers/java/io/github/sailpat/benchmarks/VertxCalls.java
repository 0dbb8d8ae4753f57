package io.github.sailpat.benchmarks;

import io.github.sailpat.benchmarks.generated.vertx.ApiClient;
import io.github.sailpat.benchmarks.generated.vertx.CreatePersonalAccessTokenRequest;
import io.github.sailpat.benchmarks.generated.vertx.CreatedPersonalAccessToken;
import io.github.sailpat.benchmarks.generated.vertx.PersonalAccessToken;
import io.github.sailpat.benchmarks.generated.vertx.PersonalAccessTokensApi;
import io.github.sailpat.benchmarks.generated.vertx.PersonalAccessTokensApiImpl;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** The client that openapi-generator makes for Vert.x; every call begins on the one event loop that there is. */
record VertxCalls(Context loop, PersonalAccessTokensApi api) implements Calls {

    public static void main(String[] arguments) throws IOException {
        Target target = Target.parse(arguments);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        JsonObject settings = new JsonObject().put("basePath", target.api()).put("maxPoolSize", CONNECTIONS);
        ApiClient client = new ApiClient(vertx, settings).setBearerToken(target.accessToken());
        Worker.serve(new VertxCalls(vertx.getOrCreateContext(), new PersonalAccessTokensApiImpl(client)));
    }

    @Override
    public Flux<?> list() {
        return this.<List<PersonalAccessToken>>call(api::listPersonalAccessTokens)
                .flatMapIterable(tokens -> tokens);
    }

    @Override
    public Mono<?> create(String name) {
        return call(creating(name));
    }

    @Override
    public Mono<?> delete(String id) {
        return call(deleting(id));
    }

    @Override
    public Publisher<?> create(int calls, int inFlight) {
        return all(calls, inFlight, left -> creating(NAME));
    }

    @Override
    public Publisher<?> delete(int calls, int inFlight) {
        return all(calls, inFlight, left -> deleting(Calls.id(left)));
    }

    private Consumer<Handler<AsyncResult<CreatedPersonalAccessToken>>> creating(String name) {
        return handler -> api.createPersonalAccessToken(
                new CreatePersonalAccessTokenRequest().name(name).scope(SCOPE), handler);
    }

    private Consumer<Handler<AsyncResult<Void>>> deleting(String id) {
        return handler -> api.deletePersonalAccessToken(id, handler);
    }

    private <T> Mono<T> call(Consumer<Handler<AsyncResult<T>>> call) {
        return Mono.create(sink -> loop.runOnContext(begun -> call.accept(done -> {
            if (done.succeeded()) {
                sink.success(done.result());
            } else {
                sink.error(done.cause());
            }
        })));
    }

    /** Without leaving the event loop between two calls. */
    private <T> Mono<Void> all(int calls, int inFlight, IntFunction<Consumer<Handler<AsyncResult<T>>>> call) {
        return Mono.create(sink -> loop.runOnContext(begun -> {
            Many<T> many = new Many<>(call, sink, calls);
            for (int i = 0; i < inFlight; i++) {
                many.next();
            }
        }));
    }

    /** Touched on the event loop only. */
    private static final class Many<T> {
        private final IntFunction<Consumer<Handler<AsyncResult<T>>>> call;
        private final MonoSink<Void> sink;
        private int left;
        private int open;

        Many(IntFunction<Consumer<Handler<AsyncResult<T>>>> call, MonoSink<Void> sink, int calls) {
            this.call = call;
            this.sink = sink;
            this.left = calls;
            this.open = calls;
        }

        void next() {
            if (left-- > 0) {
                call.apply(left).accept(done -> {
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
