package io.github.sailpat.reactive.internal;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkPatch;
import io.github.sailpat.reactive.internal.auth.ClientIdentity;
import io.github.sailpat.reactive.internal.bulk.BulkOperation;
import io.github.sailpat.reactive.internal.bulk.BulkRunner;
import io.github.sailpat.reactive.internal.bulk.UndeliveredSecrets;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.internal.observe.BulkWatch;
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
 * @param road the road
 * @param calls makes the calls
 * @param doubts what to do about an interrupted create
 * @param deadline of an item, where the options have none
 * @param identity knows the client's own id
 * @param maxConnections how many connections the client has
 * @param undelivered where secrets go that nobody takes, unless the options say
 */
record BulkJobs(
        Road road,
        TokenCalls calls,
        Function<CreatePersonalAccessTokenRequest, CreateDoubt> doubts,
        Duration deadline,
        ClientIdentity identity,
        int maxConnections,
        UndeliveredSecrets undelivered) {

    <I> BulkJob<I, CreatedPersonalAccessToken> createAll(
            Publisher<? extends I> inputs,
            BulkOptions options,
            Function<? super I, CreatePersonalAccessTokenRequest> toRequest) {
        return job(TokenCalls.CREATE, inputs, options, (input, received) -> {
            CreatePersonalAccessTokenRequest request = made(toRequest, input);
            CreateDoubt doubt = doubts.apply(request);
            Consumer<CreatedPersonalAccessToken> known = doubt::received;
            return prepare(calls.create(request, known.andThen(received)), options, doubt, null);
        });
    }

    <I> BulkJob<I, PersonalAccessToken> patchAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, BulkPatch> toPatch) {
        return job(TokenCalls.PATCH, inputs, options, (input, received) -> {
            BulkPatch patch = made(toPatch, input);
            refuseOwnClient(patch.getId(), options);
            PersonalAccessTokenPatch change = patch.getChange();
            ApiCall<PersonalAccessToken> call =
                    change == null ? calls.patch(patch.getId(), patch.getPatch()) : calls.patch(patch.getId(), change);
            return prepare(call, options, Road.NONE, null);
        });
    }

    <I> BulkJob<I, String> deleteAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, String> toId) {
        return job(TokenCalls.DELETE, inputs, options, (input, received) -> {
            String id = made(toId, input);
            refuseOwnClient(id, options);
            return prepare(calls.delete(id), options, Road.NONE, id);
        });
    }

    private <I, R> BulkJob<I, R> job(
            String name, Publisher<? extends I> inputs, BulkOptions options, BulkOperation<I, R> operation) {
        int concurrency = Math.min(options.getConcurrency(), maxConnections);
        BulkWatch watch = new BulkWatch(road.watch(), name);
        return new BulkRunner<>(
                inputs, options, concurrency, operation, road.nanoTime(), watch, road.openCalls(), undelivered);
    }

    /** The call's own result may be of another type only where there is none: then it ends empty. */
    @SuppressWarnings("unchecked")
    private <R> BulkOperation.Prepared<R> prepare(
            ApiCall<?> call, BulkOptions options, Road.Doubt doubt, @Nullable R resultIfEmpty) {
        Duration time = options.getDeadline();
        CallTrace trace = new CallTrace(call, time == null ? deadline : time, true, road.nanoTime());
        ApiCall<R> typed = (ApiCall<R>) call;
        return new BulkOperation.Prepared<>(trace, road.travel(typed, trace, doubt), resultIfEmpty);
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
