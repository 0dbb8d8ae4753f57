package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkPatch;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.instrumentation.BulkObservation;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.reactive.internal.operation.ApiCallFactory;
import io.github.sailpat.reactive.internal.operation.CreateReconciler;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.pipeline.CallPipeline;
import io.github.sailpat.reactive.internal.pipeline.Reconciler;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Makes bulk jobs: each item goes down the same road as a single call, with a deadline that does not count its pace.
 *
 * @param pipeline executes a call
 * @param calls makes the calls
 * @param reconcilers what to do about an interrupted create
 * @param deadline of an item, where the options have none
 * @param identity knows the client's own id
 * @param maxConnections how many connections the client has
 * @param undelivered where secrets go that nobody takes, unless the options say
 */
public record BulkJobs(
        CallPipeline pipeline,
        ApiCallFactory calls,
        Function<CreatePersonalAccessTokenRequest, CreateReconciler> reconcilers,
        Duration deadline,
        SwitchableCredentials identity,
        int maxConnections,
        UndeliveredSecretHandler undelivered) {

    public <I> BulkJob<I, CreatedPersonalAccessToken> createAll(
            Publisher<? extends I> inputs,
            BulkOptions options,
            Function<? super I, CreatePersonalAccessTokenRequest> toRequest) {
        return job(ApiCallFactory.CREATE, inputs, options, (input, received) -> {
            CreatePersonalAccessTokenRequest request = made(toRequest, input);
            CreateReconciler reconciler = reconcilers.apply(request);
            Consumer<CreatedPersonalAccessToken> known = reconciler::received;
            return prepare(calls.create(request, known.andThen(received)), options, reconciler, null);
        });
    }

    public <I> BulkJob<I, PersonalAccessToken> patchAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, BulkPatch> toPatch) {
        return job(ApiCallFactory.PATCH, inputs, options, (input, received) -> {
            BulkPatch patch = made(toPatch, input);
            refuseOwnClient(patch.getId(), options);
            PersonalAccessTokenPatch change = patch.getChange();
            ApiCall<PersonalAccessToken> call =
                    change == null ? calls.patch(patch.getId(), patch.getPatch()) : calls.patch(patch.getId(), change);
            return prepare(call, options, Reconciler.NONE, null);
        });
    }

    public <I> BulkJob<I, String> deleteAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, String> toId) {
        return job(ApiCallFactory.DELETE, inputs, options, (input, received) -> {
            String id = made(toId, input);
            refuseOwnClient(id, options);
            return prepare(calls.delete(id), options, Reconciler.NONE, id);
        });
    }

    private <I, R> BulkJob<I, R> job(
            String name, Publisher<? extends I> inputs, BulkOptions options, BulkCallFactory<I, R> operation) {
        int concurrency = Math.min(options.getConcurrency(), maxConnections);
        BulkObservation observation = new BulkObservation(pipeline.observation(), name);
        return new DefaultBulkJob<>(
                inputs,
                options,
                concurrency,
                operation,
                pipeline.nanoTime(),
                observation,
                pipeline.openCalls(),
                undelivered);
    }

    /** The call's own result may be of another type only where there is none: then it ends empty. */
    @SuppressWarnings("unchecked")
    private <R> BulkCallFactory.Prepared<R> prepare(
            ApiCall<?> call, BulkOptions options, Reconciler reconciler, @Nullable R resultIfEmpty) {
        Duration time = options.getDeadline();
        CallContext context = new CallContext(call, time == null ? deadline : time, true, pipeline.nanoTime());
        ApiCall<R> typed = (ApiCall<R>) call;
        return new BulkCallFactory.Prepared<>(context, pipeline.execute(typed, context, reconciler), resultIfEmpty);
    }

    private static <I, T> T made(Function<? super I, T> function, I input) {
        return Objects.requireNonNull(function.apply(input), "the function made null of this input");
    }

    private void refuseOwnClient(String id, BulkOptions options) {
        if (!options.isAllowOwnClient()) {
            identity.requireNotOwn(id);
        }
    }
}
