package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.internal.call.HaltableCall;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Creates the call of an input.
 *
 * @param <I> the input
 * @param <R> the result
 */
@FunctionalInterface
public interface BulkCallFactory<I, R> {
    /**
     * Creates a call. If it throws, the input is rejected with that error.
     *
     * @param input the input
     * @param received for a create, takes the token as soon as it was read from the response
     * @return the call, which is not yet subscribed to
     */
    Prepared<R> prepare(I input, Consumer<CreatedPersonalAccessToken> received);

    /**
     * A call that can be subscribed to once.
     *
     * @param progress tells how far it is
     * @param results emits its result
     * @param resultIfEmpty the result of a call that completes empty, or {@code null}
     * @param abandoned takes the error of a create that was or may have been applied, if it is not emitted
     * @param <R> the result
     */
    record Prepared<R>(
            HaltableCall progress,
            Flux<R> results,
            @Nullable R resultIfEmpty,
            Consumer<Throwable> abandoned) {

        /**
         * The same call, for which some errors are a success.
         *
         * @param isSuccess says which
         * @return completes empty where this one fails with one of them
         */
        Prepared<R> completingOn(Predicate<Throwable> isSuccess) {
            return new Prepared<>(progress, results.onErrorComplete(isSuccess), resultIfEmpty, abandoned);
        }

        /**
         * The same call, where some errors are looked into.
         *
         * @param isDoubtful says which
         * @param lookup finds out the result or the error
         * @return the call with the lookup
         */
        Prepared<R> resumingOn(Predicate<Throwable> isDoubtful, Function<Throwable, Mono<R>> lookup) {
            return new Prepared<>(progress, results.onErrorResume(isDoubtful, lookup), resultIfEmpty, abandoned);
        }
    }
}
