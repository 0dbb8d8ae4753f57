package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.pipeline.CallPipeline;
import io.github.sailpat.reactive.internal.pipeline.Reconciler;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The caller's own tokens, for creates that look for their names. Those that look for them at the same time share a
 * list: it is sent after each of them has asked for it. A create that is alone has a list of its own, at once.
 */
public final class SharedOwnTokens {
    /** When a connection or a gateway fails, the creates in flight fail within a moment. */
    private static final Duration WINDOW = Duration.ofMillis(100);
    /** The most that are kept for those that share them. A list with more is read by each of them, and not kept. */
    private static final int MAX_TOKENS = 10_000;

    private final CallPipeline pipeline;
    private final ApiCall<ListedTokenSummary> call;
    private final RecentCreates creates;
    /** The list that is not sent yet, or the last one. Guarded by the monitor. */
    private @Nullable Lookup latest;

    /**
     * For one client.
     *
     * @param pipeline executes the list
     * @param call the list
     * @param creates the creates of the client
     */
    public SharedOwnTokens(CallPipeline pipeline, ApiCall<ListedTokenSummary> call, RecentCreates creates) {
        this.pipeline = pipeline;
        this.call = call;
        this.creates = creates;
    }

    /**
     * The tokens of a list that is sent after the subscription.
     *
     * @param create the context of the create, whose deadline applies
     * @return the tokens, for one subscription
     */
    public Flux<ListedTokenSummary> list(CallContext create) {
        return Flux.defer(() -> {
            if (creates.isOneInFlight()) {
                return unshared(create);
            }
            Lookup lookup = join(create);
            return lookup.tokens
                    .concatMap(tokens -> tokens.size() > MAX_TOKENS ? unshared(create) : Flux.fromIterable(tokens))
                    .onErrorResume(error -> lookup.first == create || error instanceof ClientClosedException
                            ? Flux.error(error)
                            : unshared(create)); // perhaps the time of the first create was over
        });
    }

    private Flux<ListedTokenSummary> unshared(CallContext create) {
        return pipeline.executeWithin(create, call);
    }

    /**
     * A list that is not sent yet, or a new one.
     *
     * <ol>
     *   <li>Its first attempt has not begun here, under the monitor.
     *   <li>It may begin now. It is sent after this create has asked for it all the same.
     *   <li>The subscription gets all of its tokens, also those that have come before, because they are kept.
     * </ol>
     */
    private synchronized Lookup join(CallContext create) {
        Lookup open = latest;
        if (open == null || open.context.getAttempts() > 0) {
            open = new Lookup(create);
            latest = open;
        } else {
            create.waitTogetherWith(open.context);
        }
        return open;
    }

    private synchronized void forget(Lookup lookup) {
        if (latest == lookup) {
            latest = null;
        }
    }

    /** A list that several creates may share. It is cancelled when all of them have cancelled. */
    private final class Lookup {
        private final CallContext first;
        /** That of the list, on behalf of the first create. */
        private final CallContext context;

        private final Flux<List<ListedTokenSummary>> tokens;

        Lookup(CallContext create) {
            first = create;
            context = create.within(call);
            tokens = Mono.delay(WINDOW, pipeline.timeSource().scheduler())
                    .thenMany(pipeline.execute(call, context, Reconciler.NONE))
                    .take(MAX_TOKENS + 1L)
                    .collectList()
                    .doFinally(end -> forget(this))
                    .flux()
                    .replay(1)
                    .refCount();
        }
    }
}
