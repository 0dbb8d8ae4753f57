package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds the token of a create whose first attempt was refused because the name is in use. If something on the way to
 * the tenant has repeated the request, the name is that of the token which the original request has created. A token
 * without a date is taken for another one. One that is found must not be deleted: another process may have created it
 * at the same moment, or a tenant that sends no {@code Date} may have another time than this machine.
 *
 * @param name the requested name
 * @param ownTokens lists the caller's own tokens, on behalf of the call with this context
 * @param clock the tenant's clock, which dates its tokens
 * @param recentCreates the creates of the same client
 */
record RepeatedRequestLookup(
        String name,
        Function<CallContext, Flux<ListedTokenSummary>> ownTokens,
        TenantClock clock,
        RecentCreates recentCreates) {
    /**
     * Lists the tokens once.
     *
     * @param context of the create
     * @param refused its error, which gets the error of the list as a suppressed one
     * @return the id of the token; empty if there is none, or the list has failed
     */
    Mono<String> find(CallContext context, Throwable refused) {
        Instant begun = clock.now().minus(context.time().getElapsed());
        return ownTokens
                .apply(context)
                .filter(token -> token.id() != null && name.equals(token.name()) && isSince(token, begun))
                .next()
                .onErrorResume(lookupError -> {
                    if (lookupError instanceof ClientClosedException) {
                        return Mono.never(); // the close is ending the create as well, with an error of its own
                    }
                    refused.addSuppressed(lookupError);
                    return Mono.empty();
                })
                .map(token -> Objects.requireNonNull(token.id()))
                .filter(id -> !recentCreates.isReceived(id) && !recentCreates.isInFlightTwice(name));
    }

    /** Also if the tenant cuts its dates to seconds. */
    private static boolean isSince(ListedTokenSummary token, Instant time) {
        Instant created = token.created();
        if (created == null) {
            return false;
        }
        Instant seconds = created.truncatedTo(ChronoUnit.SECONDS);
        return !created.isBefore(created.equals(seconds) ? time.truncatedTo(ChronoUnit.SECONDS) : time);
    }
}
