package io.github.sailpat.benchmarks;

import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.retry.RateLimiter;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** This library's bulk jobs. */
record SailpatCalls(PersonalAccessTokens tokens) implements Calls {

    public static void main(String[] arguments) throws IOException {
        Target target = Target.parse(arguments);
        SailPointClient client = SailPointClient.create(builder -> builder.baseUrl(target.baseUrl())
                .clientCredentials(target.clientId(), Secret.of(target.clientSecret()))
                .rateLimiter(RateLimiter.unlimited())
                .maxConnections(CallsWorker.CONNECTIONS));
        CallsWorker.serve(new SailpatCalls(client.personalAccessTokens()));
    }

    @Override
    public Publisher<?> create(int calls, int inFlight) {
        CreatePersonalAccessTokenRequest request = CreatePersonalAccessTokenRequest.create(
                builder -> builder.name(NAME).scope(SCOPE));
        return tokens.createAll(Flux.range(0, calls), options(inFlight), call -> request)
                .doOnNext(SailpatCalls::expectSuccess);
    }

    @Override
    public Publisher<?> delete(int calls, int inFlight) {
        return tokens.deleteAll(Flux.range(0, calls), options(inFlight), call -> ID)
                .doOnNext(SailpatCalls::expectSuccess);
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
