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
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.delivery.UndeliveredSignal;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.function.FunctionMono;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.reactive.internal.operation.AbandonedCreateHandler;
import io.github.sailpat.reactive.internal.operation.ApiCallFactory;
import io.github.sailpat.reactive.internal.operation.CreateReconciler;
import io.github.sailpat.reactive.internal.operation.RecentCreates;
import io.github.sailpat.reactive.internal.operation.RecentEmission;
import io.github.sailpat.reactive.internal.operation.SecretHandOverState;
import io.github.sailpat.reactive.internal.operation.SharedOwnTokens;
import io.github.sailpat.reactive.internal.operation.UncancellableCreate;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.operation.bulk.BulkJobs;
import io.github.sailpat.reactive.internal.operation.pruning.Pruning;
import io.github.sailpat.reactive.internal.operation.rotation.Rotations;
import io.github.sailpat.reactive.internal.pipeline.CallPipeline;
import io.github.sailpat.reactive.internal.pipeline.Reconciler;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import io.github.sailpat.token.Secret;
import io.github.sailpat.token.TokenQuery;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The operations of one client: executes the call of each operation in the pipeline.
 *
 * <p>Each public operation is a light checkpoint with its name, which Reactor adds to the stack trace of an error. A
 * checkpoint is one subscriber for each subscription, captures no stack trace, and allocates nothing for an element.
 */
public final class DefaultPersonalAccessTokens implements PersonalAccessTokens {
    private final CallPipeline pipeline;
    private final ApiCallFactory calls;
    private final CallDeadlines deadlines;
    private final boolean replaceLostTokens;
    private final boolean completeSentCreates;
    private final TenantClock clock;
    private final RecentCreates recentCreates;
    private final AbandonedCreateHandler abandonedCreates;
    private final SharedOwnTokens sharedOwnTokens;
    private final UndeliveredSecretHandler undelivered;
    private final SwitchableCredentials credentials;
    private final BulkJobs bulkJobs;
    private final Rotations rotations;

    DefaultPersonalAccessTokens(
            CallPipeline pipeline,
            ApiCallFactory calls,
            ClientSettings settings,
            CallDeadlines deadlines,
            TenantClock clock,
            SwitchableCredentials credentials) {
        this.pipeline = pipeline;
        this.calls = calls;
        this.deadlines = deadlines;
        this.replaceLostTokens = settings.replaceLostTokens();
        this.completeSentCreates = settings.completeSentCreates();
        this.clock = clock;
        this.credentials = credentials;
        this.recentCreates = new RecentCreates();
        this.sharedOwnTokens = new SharedOwnTokens(pipeline, calls.ownTokens(), recentCreates);
        this.abandonedCreates = new AbandonedCreateHandler(settings.onAbandonedCreate());
        this.undelivered = new UndeliveredSecretHandler(settings.onUndeliveredSecret());
        this.bulkJobs = new BulkJobs(
                pipeline,
                calls,
                this::reconciler,
                deadlines.call(),
                credentials,
                settings.transport().maxConnections(),
                completeSentCreates,
                replaceLostTokens,
                clock,
                undelivered);
        this.rotations = new Rotations(
                this,
                patience -> new DefaultPersonalAccessTokens(this, deadlines.withPatience(patience)),
                deadlines.call(),
                pipeline.limiter(),
                credentials,
                settings.version(),
                calls.now(),
                pipeline.timeSource(),
                pipeline.observation(),
                pipeline.openCalls(),
                pipeline.functions(),
                clock,
                undelivered,
                abandonedCreates);
    }

    /** The same operations, for the calls of a job. */
    private DefaultPersonalAccessTokens(DefaultPersonalAccessTokens single, CallDeadlines deadlines) {
        this.pipeline = single.pipeline;
        this.calls = single.calls;
        this.deadlines = deadlines;
        this.replaceLostTokens = single.replaceLostTokens;
        this.completeSentCreates = single.completeSentCreates;
        this.clock = single.clock;
        this.recentCreates = single.recentCreates;
        this.sharedOwnTokens = single.sharedOwnTokens;
        this.abandonedCreates = single.abandonedCreates;
        this.undelivered = single.undelivered;
        this.credentials = single.credentials;
        this.bulkJobs = single.bulkJobs;
        this.rotations = single.rotations;
    }

    private <T> Flux<T> execute(ApiCall<T> call, Reconciler reconciler) {
        return pipeline.execute(call, deadlines.call(), deadlines.patience(), reconciler);
    }

    @Override
    public Mono<CreatedPersonalAccessToken> create(CreatePersonalAccessTokenRequest request) {
        Objects.requireNonNull(request, "request");
        return FunctionMono.of("create(request)", () -> executeCreate(request)).checkpoint(ApiCallFactory.CREATE);
    }

    @Override
    public Mono<CreatedPersonalAccessToken> create(UnaryOperator<CreatePersonalAccessTokenRequest.Builder> customizer) {
        Objects.requireNonNull(customizer, "customizer");
        return FunctionMono.of(
                        "create(customizer)", () -> executeCreate(CreatePersonalAccessTokenRequest.create(customizer)))
                .checkpoint(ApiCallFactory.CREATE);
    }

    private Mono<CreatedPersonalAccessToken> executeCreate(CreatePersonalAccessTokenRequest request) {
        CreateReconciler reconciler = reconciler(request);
        Consumer<CreatedPersonalAccessToken> reconciled = reconciler::tokenReceived;
        SecretHandOverState handOver = new SecretHandOverState(undelivered);
        RecentEmission emission = new RecentEmission(request.getName(), pipeline.timeSource(), abandonedCreates);
        ApiCall<CreatedPersonalAccessToken> call = calls.create(request, reconciled.andThen(handOver::received));
        return pipeline.execute(call, deadlines.call(), deadlines.patience(), reconciler, (create, context) -> {
                    Consumer<Throwable> failedAfterCancel = error -> reconciler.failedAfterCancel(context, error);
                    return UndeliveredSignal.reporting(
                            completeSentCreates ? new UncancellableCreate(create, context, failedAfterCancel) : create,
                            handOver::notDelivered,
                            failedAfterCancel);
                })
                .singleOrEmpty()
                .doOnNext(token -> {
                    // In this order, so that a cancel between the two finds the token in one of them.
                    emission.emitted(token);
                    handOver.handedOver();
                })
                .doOnCancel(() -> {
                    handOver.cancelled();
                    emission.cancelled();
                });
    }

    private CreateReconciler reconciler(CreatePersonalAccessTokenRequest request) {
        return new CreateReconciler(
                request.getName(),
                sharedOwnTokens::list,
                replaceLostTokens
                        ? (call, id) ->
                                pipeline.executeWithin(call, calls.delete(id)).then()
                        : null,
                clock,
                recentCreates,
                abandonedCreates,
                pipeline.timeSource());
    }

    @Override
    public Flux<PersonalAccessToken> list() {
        return list(TokenQuery.all());
    }

    @Override
    public Flux<PersonalAccessToken> list(TokenQuery query) {
        Objects.requireNonNull(query, "query");
        return FunctionFlux.of("list(query)", () -> executeList(query)).checkpoint(ApiCallFactory.LIST);
    }

    @Override
    public Flux<PersonalAccessToken> list(UnaryOperator<TokenQuery.Builder> customizer) {
        Objects.requireNonNull(customizer, "customizer");
        return FunctionFlux.of("list(customizer)", () -> executeList(TokenQuery.create(customizer)))
                .checkpoint(ApiCallFactory.LIST);
    }

    private Flux<PersonalAccessToken> executeList(TokenQuery query) {
        return pipeline.execute(calls.list(query), deadlines.list(), deadlines.patience(), Reconciler.NONE);
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, JsonPatch patch) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(patch, "patch");
        return FunctionMono.of("patch(id, patch)", () -> executePatch(calls.patch(id, patch)))
                .checkpoint(ApiCallFactory.PATCH);
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, PersonalAccessTokenPatch patch) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(patch, "patch");
        return FunctionMono.of("patch(id, patch)", () -> executePatch(calls.patch(id, patch)))
                .checkpoint(ApiCallFactory.PATCH);
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, UnaryOperator<PersonalAccessTokenPatch.Builder> customizer) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(customizer, "customizer");
        return FunctionMono.of(
                        "patch(id, customizer)",
                        () -> executePatch(calls.patch(id, PersonalAccessTokenPatch.create(customizer))))
                .checkpoint(ApiCallFactory.PATCH);
    }

    private Mono<PersonalAccessToken> executePatch(ApiCall<PersonalAccessToken> call) {
        return execute(call, Reconciler.NONE).singleOrEmpty();
    }

    @Override
    public Mono<Void> delete(String id) {
        Objects.requireNonNull(id, "id");
        return FunctionMono.of(
                        "delete(id)",
                        () -> execute(calls.delete(id), Reconciler.NONE).singleOrEmpty())
                .checkpoint(ApiCallFactory.DELETE);
    }

    @Override
    public <I> BulkJob<I, CreatedPersonalAccessToken> createAll(
            Publisher<? extends I> inputs,
            BulkOptions options,
            Function<? super I, CreatePersonalAccessTokenRequest> toRequest) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(toRequest, "toRequest");
        return bulkJobs.createAll(inputs, options, toRequest);
    }

    @Override
    public <I> BulkJob<I, PersonalAccessToken> patchAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, BulkPatch> toPatch) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(toPatch, "toPatch");
        return bulkJobs.patchAll(inputs, options, toPatch);
    }

    @Override
    public <I> BulkJob<I, String> deleteAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, String> toId) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(toId, "toId");
        return bulkJobs.deleteAll(inputs, options, toId);
    }

    @Override
    public Mono<Void> verify(String id, Secret secret) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(secret, "secret");
        return pipeline.whileOpen(credentials.verify(id, secret), "verify", "POST /oauth/token")
                .checkpoint("verify");
    }

    @Override
    public Mono<RotatedPersonalAccessToken> rotate(String id, RotationOptions options) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(options, "options");
        return FunctionMono.of("rotate(id, options)", () -> rotations.rotate(id, options))
                .checkpoint(Rotations.OPERATION);
    }

    @Override
    public BulkJob<String, RotatedPersonalAccessToken> rotateAll(Publisher<String> ids, RotationOptions options) {
        Objects.requireNonNull(ids, "ids");
        Objects.requireNonNull(options, "options");
        return rotations.rotateAll(ids, options);
    }

    @Override
    public Flux<PruneCandidate> pruneCandidates(PruneOptions options) {
        Objects.requireNonNull(options, "options");
        return Pruning.candidates(this, options, credentials, pipeline.timeSource())
                .checkpoint("pruneCandidates");
    }
}
