package io.github.sailpat.reactive.internal;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkPatch;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import io.github.sailpat.reactive.PruneOptions;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.internal.auth.ClientIdentity;
import io.github.sailpat.reactive.internal.bulk.SecretHandOver;
import io.github.sailpat.reactive.internal.bulk.UndeliveredSecrets;
import io.github.sailpat.reactive.internal.rotate.Rotations;
import io.github.sailpat.reactive.internal.time.TenantClock;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import io.github.sailpat.token.Secret;
import io.github.sailpat.token.TokenQuery;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends a call of each operation down the road. */
public final class DefaultPersonalAccessTokens implements PersonalAccessTokens {
    private final Road road;
    private final TokenCalls calls;
    private final CallTimes times;
    private final boolean replaceLostTokens;
    private final TenantClock clock;
    private final CreatedNames names = new CreatedNames();
    private final AbandonedCreates abandoned;
    private final UndeliveredSecrets undelivered;
    private final ClientIdentity identity;
    private final BulkJobs bulk;
    private final Rotations rotations;

    DefaultPersonalAccessTokens(
            Road road,
            TokenCalls calls,
            ClientSettings settings,
            CallTimes times,
            TenantClock clock,
            ClientIdentity identity) {
        this.road = road;
        this.calls = calls;
        this.times = times;
        this.replaceLostTokens = settings.replaceLostTokens();
        this.clock = clock;
        this.identity = identity;
        this.abandoned = new AbandonedCreates(settings.onAbandonedCreate());
        this.undelivered = new UndeliveredSecrets(settings.onUndeliveredSecret());
        this.bulk = new BulkJobs(
                road,
                calls,
                this::doubt,
                times.call(),
                identity,
                settings.transport().maxConnections(),
                undelivered);
        this.rotations = new Rotations(
                this,
                identity,
                settings.version(),
                calls.now(),
                road.nanoTime(),
                road.watch(),
                road.openCalls(),
                undelivered);
    }

    @Override
    public Mono<CreatedPersonalAccessToken> create(CreatePersonalAccessTokenRequest request) {
        return Mono.defer(() -> {
            CreateDoubt doubt = doubt(request);
            Consumer<CreatedPersonalAccessToken> known = doubt::received;
            SecretHandOver handOver = new SecretHandOver(undelivered);
            return road.travel(calls.create(request, known.andThen(handOver::arrived)), times.call(), doubt)
                    .singleOrEmpty()
                    .doOnNext(token -> handOver.settled())
                    .doOnCancel(handOver::cancelled);
        });
    }

    private CreateDoubt doubt(CreatePersonalAccessTokenRequest request) {
        return new CreateDoubt(
                request.getName(),
                call -> road.travelWithin(call, calls.ownTokens()),
                replaceLostTokens ? this::delete : null,
                clock,
                names,
                abandoned);
    }

    @Override
    public Mono<CreatedPersonalAccessToken> create(UnaryOperator<CreatePersonalAccessTokenRequest.Builder> customizer) {
        return Mono.defer(() -> create(CreatePersonalAccessTokenRequest.create(customizer)));
    }

    @Override
    public Flux<PersonalAccessToken> list() {
        return list(TokenQuery.all());
    }

    @Override
    public Flux<PersonalAccessToken> list(TokenQuery query) {
        return road.travel(calls.list(query), times.list());
    }

    @Override
    public Flux<PersonalAccessToken> list(UnaryOperator<TokenQuery.Builder> customizer) {
        return Flux.defer(() -> list(TokenQuery.create(customizer)));
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, JsonPatch patch) {
        return Mono.defer(
                () -> road.travel(calls.patch(id, patch), times.call()).singleOrEmpty());
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, PersonalAccessTokenPatch patch) {
        return Mono.defer(
                () -> road.travel(calls.patch(id, patch), times.call()).singleOrEmpty());
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, UnaryOperator<PersonalAccessTokenPatch.Builder> customizer) {
        return Mono.defer(() -> patch(id, PersonalAccessTokenPatch.create(customizer)));
    }

    @Override
    public Mono<Void> delete(String id) {
        return Mono.defer(() -> road.travel(calls.delete(id), times.call()).singleOrEmpty());
    }

    @Override
    public <I> BulkJob<I, CreatedPersonalAccessToken> createAll(
            Publisher<? extends I> inputs,
            BulkOptions options,
            Function<? super I, CreatePersonalAccessTokenRequest> toRequest) {
        return bulk.createAll(inputs, options, toRequest);
    }

    @Override
    public <I> BulkJob<I, PersonalAccessToken> patchAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, BulkPatch> toPatch) {
        return bulk.patchAll(inputs, options, toPatch);
    }

    @Override
    public <I> BulkJob<I, String> deleteAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, String> toId) {
        return bulk.deleteAll(inputs, options, toId);
    }

    @Override
    public Mono<Void> verify(String id, Secret secret) {
        return road.whileOpen(identity.verify(id, secret), "verify", "POST /oauth/token");
    }

    @Override
    public Mono<RotatedPersonalAccessToken> rotate(String id, RotationOptions options) {
        return rotations.rotate(id, options);
    }

    @Override
    public BulkJob<String, RotatedPersonalAccessToken> rotateAll(Publisher<String> ids, RotationOptions options) {
        return rotations.rotateAll(ids, options);
    }

    @Override
    public Flux<PruneCandidate> pruneCandidates(PruneOptions options) {
        return Pruning.candidates(this, options, identity);
    }
}
