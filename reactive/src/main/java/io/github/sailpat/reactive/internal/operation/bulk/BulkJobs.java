package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkPatch;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.AttemptEffect;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.instrumentation.BulkObservation;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.reactive.internal.operation.ApiCallFactory;
import io.github.sailpat.reactive.internal.operation.CreateReconciler;
import io.github.sailpat.reactive.internal.operation.SecretHandOver;
import io.github.sailpat.reactive.internal.operation.SecretHandOverState;
import io.github.sailpat.reactive.internal.operation.UncancellableCreate;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.pipeline.CallPipeline;
import io.github.sailpat.reactive.internal.pipeline.Reconciler;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Creates the bulk jobs of a client. An item is executed by the same pipeline as a single call; its deadline does not
 * include the waits for the rate limit.
 *
 * @param pipeline executes a call
 * @param calls creates the calls
 * @param reconcilers creates the reconciler of a create
 * @param deadline the deadline of an item, where the options have none
 * @param credentials the client's own, whose token is refused as an input
 * @param maxConnections the client's maximum number of connections
 * @param completeSentCreates whether a create that was sent runs to its end although its subscriber cancels
 * @param replaceLostTokens whether a token whose secret was lost is deleted and created again
 * @param clock the tenant's clock
 * @param undelivered takes undelivered secrets, unless the options have a handler of their own
 */
public record BulkJobs(
        CallPipeline pipeline,
        ApiCallFactory calls,
        Function<CreatePersonalAccessTokenRequest, CreateReconciler> reconcilers,
        Duration deadline,
        SwitchableCredentials credentials,
        int maxConnections,
        boolean completeSentCreates,
        boolean replaceLostTokens,
        TenantClock clock,
        UndeliveredSecretHandler undelivered) {

    public <I> BulkJob<I, CreatedPersonalAccessToken> createAll(
            Publisher<? extends I> inputs,
            BulkOptions options,
            Function<? super I, CreatePersonalAccessTokenRequest> toRequest) {
        SecretHandOver handOver = SecretHandOver.of(
                options,
                undelivered.overriddenBy(options.getOnUndeliveredSecret()),
                pipeline.functions(),
                pipeline.openCalls());
        return job(
                ApiCallFactory.CREATE,
                inputs,
                options,
                (input, received) -> {
                    CreatePersonalAccessTokenRequest request = apply(toRequest, input);
                    return handOver == null
                            ? prepareCreate(request, options, received, UnaryOperator.identity())
                            : prepareHandedOver(request, options, handOver, UnaryOperator.identity());
                },
                new JournaledCallSpecs(this, options).creates(toRequest, handOver));
    }

    /** The outermost part of the call itself is decorated: it goes on after a cancel, if sent creates are completed. */
    BulkCallFactory.Prepared<CreatedPersonalAccessToken> prepareCreate(
            CreatePersonalAccessTokenRequest request,
            BulkOptions options,
            Consumer<CreatedPersonalAccessToken> received,
            UnaryOperator<Flux<CreatedPersonalAccessToken>> decoration) {
        CreateReconciler reconciler = reconcilers.apply(request);
        Consumer<CreatedPersonalAccessToken> reconciled = reconciler::tokenReceived;
        ApiCall<CreatedPersonalAccessToken> call = calls.create(request, reconciled.andThen(received));
        CallContext context = context(call, options);
        Flux<CreatedPersonalAccessToken> create = decoration.apply(pipeline.execute(call, context, reconciler));
        return new BulkCallFactory.Prepared<>(
                context,
                completeSentCreates
                        ? new UncancellableCreate(
                                create, context, error -> reconciler.failedAfterCancel(context, error))
                        : create,
                null,
                error -> reconciler.abandoned(context, error));
    }

    /** The item does not learn of the token before it was handed over, because it is handed over whoever cancels. */
    BulkCallFactory.Prepared<CreatedPersonalAccessToken> prepareHandedOver(
            CreatePersonalAccessTokenRequest request,
            BulkOptions options,
            SecretHandOver handOver,
            UnaryOperator<Flux<CreatedPersonalAccessToken>> decoration) {
        AtomicReference<ContextView> subscriber = new AtomicReference<>(Context.empty());
        SecretHandOverState state = new SecretHandOverState(
                token -> handOver.handOverAfterCancel(token, Objects.requireNonNull(subscriber.get())));
        BulkCallFactory.Prepared<CreatedPersonalAccessToken> create =
                prepareCreate(request, options, state::received, decoration);
        CallContext context = (CallContext) create.progress();
        return new BulkCallFactory.Prepared<>(
                context,
                create.results()
                        .concatMap(token ->
                                Mono.defer(() -> state.handedOver() ? handOver.handOver(token, context) : Mono.never()))
                        .doOnCancel(state::cancelled)
                        .contextWrite(actual -> {
                            subscriber.set(actual);
                            return actual;
                        }),
                null,
                create.abandoned());
    }

    public <I> BulkJob<I, PersonalAccessToken> patchAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, BulkPatch> toPatch) {
        return job(
                ApiCallFactory.PATCH,
                inputs,
                options,
                (input, received) -> {
                    BulkPatch patch = apply(toPatch, input);
                    requireAllowed(patch.getId(), options);
                    return prepare(patch(patch), options, null);
                },
                new JournaledCallSpecs(this, options).patches(toPatch));
    }

    ApiCall<PersonalAccessToken> patch(BulkPatch patch) {
        PersonalAccessTokenPatch change = patch.getChange();
        return change == null ? calls.patch(patch.getId(), patch.getPatch()) : calls.patch(patch.getId(), change);
    }

    public <I> BulkJob<I, String> deleteAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, String> toId) {
        return job(
                ApiCallFactory.DELETE,
                inputs,
                options,
                (input, received) -> {
                    String id = apply(toId, input);
                    requireAllowed(id, options);
                    BulkCallFactory.Prepared<String> delete = prepare(calls.delete(id), options, id);
                    return options.isIgnoreAbsent() ? delete.completingOn(AttemptEffect::isAbsent) : delete;
                },
                new JournaledCallSpecs(this, options).deletes(toId));
    }

    private <I, R> BulkJob<I, R> job(
            String operation,
            Publisher<? extends I> inputs,
            BulkOptions options,
            BulkCallFactory<I, R> callFactory,
            JournaledCallSpec.Factory<I, R> journaledCalls) {
        int concurrency = Math.min(options.getConcurrency(), maxConnections);
        BulkObservation observation = new BulkObservation(pipeline.observation(), operation);
        BulkJournal journal = options.getJournal();
        return new DefaultBulkJob<>(
                inputs,
                options,
                concurrency,
                callFactory,
                pipeline.timeSource(),
                pipeline.limiter()::getRemainingPause,
                observation,
                pipeline.openCalls(),
                undelivered,
                journal == null ? null : new DefaultBulkJob.Journal<>(journal, clock, journaledCalls));
    }

    /** The result of the call is of another type only where it completes empty, with {@code resultIfEmpty}. */
    @SuppressWarnings("unchecked")
    <R> BulkCallFactory.Prepared<R> prepare(ApiCall<?> call, BulkOptions options, @Nullable R resultIfEmpty) {
        CallContext context = context(call, options);
        Flux<R> results = pipeline.execute((ApiCall<R>) call, context, Reconciler.NONE);
        return new BulkCallFactory.Prepared<>(context, results, resultIfEmpty, error -> {});
    }

    CallContext context(ApiCall<?> call, BulkOptions options) {
        return new CallContext(call, deadline(options), options.getPatience(), pipeline.timeSource());
    }

    /** The deadline of an item. */
    Duration deadline(BulkOptions options) {
        Duration own = options.getDeadline();
        return own == null ? deadline : own;
    }

    static <I, T> T apply(Function<? super I, T> function, I input) {
        return Objects.requireNonNull(
                function.apply(input), "the mapping function returned null for this input, so nothing was sent");
    }

    /** Throws if the token is the client's own, and the options do not allow that. */
    void requireAllowed(String id, BulkOptions options) {
        if (!options.isAllowOwnClient()) {
            credentials.requireNotOwn(id);
        }
    }
}
