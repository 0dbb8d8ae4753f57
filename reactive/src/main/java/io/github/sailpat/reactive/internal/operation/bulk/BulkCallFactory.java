package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.internal.call.ItemProgress;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Makes a call of an input.
 *
 * @param <I> the input
 * @param <R> the result
 */
@FunctionalInterface
public interface BulkCallFactory<I, R> {
    /**
     * Makes a call; what it throws is why the input is rejected.
     *
     * @param input the input
     * @param received for a create, gets its token the moment that it can be read
     * @return the call, not begun
     */
    Prepared<R> prepare(I input, Consumer<CreatedPersonalAccessToken> received);

    /**
     * A call that can be subscribed to once.
     *
     * @param progress tells how far it is
     * @param results its result
     * @param resultIfEmpty the result where the call has none of its own, or {@code null}
     * @param <R> the result
     */
    record Prepared<R>(
            ItemProgress progress,
            Flux<R> results,
            @Nullable R resultIfEmpty) {}
}
