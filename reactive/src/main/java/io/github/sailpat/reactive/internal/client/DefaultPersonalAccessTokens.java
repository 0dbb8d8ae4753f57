package io.github.sailpat.reactive.internal.client;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkPatch;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import io.github.sailpat.reactive.PruneOptions;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.reactive.internal.operation.AbandonedCreateHandler;
import io.github.sailpat.reactive.internal.operation.ApiCallFactory;
import io.github.sailpat.reactive.internal.operation.CreateReconciler;
import io.github.sailpat.reactive.internal.operation.RecentCreates;
import io.github.sailpat.reactive.internal.operation.SecretHandOverState;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.operation.bulk.BulkJobs;
import io.github.sailpat.reactive.internal.operation.pruning.Pruning;
import io.github.sailpat.reactive.internal.operation.rotation.Rotations;
import io.github.sailpat.reactive.internal.pipeline.CallPipeline;
import io.github.sailpat.reactive.internal.timing.TenantClock;
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

/** Sends a call of each operation down the pipeline. */
public final class DefaultPersonalAccessTokens implements PersonalAccessTokens {
    private final CallPipeline pipeline;
    private final ApiCallFactory calls;
    private final CallDeadlines times;
    private final boolean replaceLostTokens;
    private final TenantClock clock;
    private final RecentCreates names = new RecentCreates();
    private final AbandonedCreateHandler abandoned;
    private final UndeliveredSecretHandler undelivered;
    private final SwitchableCredentials identity;
    private final BulkJobs bulk;
    private final Rotations rotations;

    DefaultPersonalAccessTokens(
            CallPipeline pipeline,
            ApiCallFactory calls,
            ClientSettings settings,
            CallDeadlines times,
            TenantClock clock,
            SwitchableCredentials identity) {
        this.pipeline = pipeline;
        this.calls = calls;
        this.times = times;
        this.replaceLostTokens = settings.replaceLostTokens();
        this.clock = clock;
        this.identity = identity;
        this.abandoned = new AbandonedCreateHandler(settings.onAbandonedCreate());
        this.undelivered = new UndeliveredSecretHandler(settings.onUndeliveredSecret());
        this.bulk = new BulkJobs(
                pipeline,
                calls,
                this::reconciler,
                times.call(),
                identity,
                settings.transport().maxConnections(),
                undelivered);
        this.rotations = new Rotations(
                this,
                identity,
                settings.version(),
                calls.now(),
                pipeline.nanoTime(),
                pipeline.observation(),
                pipeline.openCalls(),
                undelivered);
    }

    @Override
    public Mono<CreatedPersonalAccessToken> create(CreatePersonalAccessTokenRequest request) {
        return Mono.defer(() -> {
            CreateReconciler reconciler = reconciler(request);
            Consumer<CreatedPersonalAccessToken> known = reconciler::received;
            SecretHandOverState handOver = new SecretHandOverState(undelivered);
            return pipeline.execute(calls.create(request, known.andThen(handOver::arrived)), times.call(), reconciler)
                    .singleOrEmpty()
                    .doOnNext(token -> handOver.settled())
                    .doOnCancel(handOver::cancelled);
        });
    }

    private CreateReconciler reconciler(CreatePersonalAccessTokenRequest request) {
        return new CreateReconciler(
                request.getName(),
                call -> pipeline.executeWithin(call, calls.ownTokens()),
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
        return pipeline.execute(calls.list(query), times.list());
    }

    @Override
    public Flux<PersonalAccessToken> list(UnaryOperator<TokenQuery.Builder> customizer) {
        return Flux.defer(() -> list(TokenQuery.create(customizer)));
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, JsonPatch patch) {
        return Mono.defer(
                () -> pipeline.execute(calls.patch(id, patch), times.call()).singleOrEmpty());
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, PersonalAccessTokenPatch patch) {
        return Mono.defer(
                () -> pipeline.execute(calls.patch(id, patch), times.call()).singleOrEmpty());
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, UnaryOperator<PersonalAccessTokenPatch.Builder> customizer) {
        return Mono.defer(() -> patch(id, PersonalAccessTokenPatch.create(customizer)));
    }

    @Override
    public Mono<Void> delete(String id) {
        return Mono.defer(() -> pipeline.execute(calls.delete(id), times.call()).singleOrEmpty());
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
        return pipeline.whileOpen(identity.verify(id, secret), "verify", "POST /oauth/token");
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
