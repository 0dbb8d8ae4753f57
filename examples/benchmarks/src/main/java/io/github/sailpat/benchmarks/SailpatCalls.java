package io.github.sailpat.benchmarks;

import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** This library's bulk jobs. */
record SailpatCalls(PersonalAccessTokens tokens) implements Calls {

    public static void main(String[] arguments) throws IOException {
        Worker.serve(of(Target.parse(arguments)));
    }

    static SailpatCalls of(Target target) {
        return of(target, builder -> builder);
    }

    static SailpatCalls of(Target target, UnaryOperator<SailPointClient.Builder> settings) {
        SailPointClient client = SailPointClient.create(builder -> settings.apply(builder)
                .baseUrl(target.baseUrl())
                .clientCredentials(target.clientId(), Secret.of(target.clientSecret()))
                .rateLimiter(RateLimiter.unlimited())
                .replaceLostTokens(true)
                .maxConnections(CONNECTIONS));
        return new SailpatCalls(client.personalAccessTokens());
    }

    @Override
    public Flux<?> list() {
        return tokens.list();
    }

    @Override
    public Mono<?> create(String name) {
        return tokens.create(request -> request.name(name).scope(SCOPE));
    }

    @Override
    public Mono<?> delete(String id) {
        return tokens.delete(id);
    }

    @Override
    public Flux<Boolean> createEach(Flux<String> names, int inFlight) {
        return tokens.createAll(names, options(inFlight), SailpatCalls::request)
                .map(BulkOutcome.Succeeded.class::isInstance);
    }

    @Override
    public Publisher<?> create(int calls, int inFlight) {
        return create(calls, options(inFlight));
    }

    Flux<?> create(int calls, BulkOptions options) {
        CreatePersonalAccessTokenRequest request = request(NAME);
        return tokens.createAll(Flux.range(0, calls), options, call -> request).doOnNext(SailpatCalls::expectSuccess);
    }

    @Override
    public Publisher<?> delete(int calls, int inFlight) {
        return delete(calls, options(inFlight));
    }

    Flux<?> delete(int calls, BulkOptions options) {
        return tokens.deleteAll(Flux.range(0, calls), options, Calls::id).doOnNext(SailpatCalls::expectSuccess);
    }

    private static CreatePersonalAccessTokenRequest request(String name) {
        return CreatePersonalAccessTokenRequest.create(
                builder -> builder.name(name).scope(SCOPE));
    }

    private static BulkOptions options(int inFlight) {
        return BulkOptions.create(builder -> builder.concurrency(inFlight));
    }

    private static void expectSuccess(BulkOutcome<?, ?> outcome) {
        if (!(outcome instanceof BulkOutcome.Succeeded)) {
            throw new IllegalStateException(outcome.toString());
        }
    }
}
