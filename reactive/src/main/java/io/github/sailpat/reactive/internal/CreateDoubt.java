package io.github.sailpat.reactive.internal;

import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.internal.TokenSighting;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.internal.time.TenantClock;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds out whether a create was applied. A name is unique per owner, so it is the key: the caller's own tokens are
 * listed and one with this name looked for. One that is older than the call is somebody else's work: with it there, the
 * create cannot have been applied.
 *
 * @param subject the name that was asked for
 * @param ownTokens lists the caller's own tokens, on behalf of the call with this trace
 * @param replacement deletes a token whose secret was lost, so that it can be created again; {@code null} to report it
 * @param clock the tenant's, by which its tokens are dated
 * @param names what the client itself has to do with them
 */
record CreateDoubt(
        String subject,
        Function<CallTrace, Flux<TokenSighting>> ownTokens,
        @Nullable Function<String, Mono<Void>> replacement,
        TenantClock clock,
        CreatedNames names)
        implements Road.Doubt {

    /** How long the tenant is given to finish what it may still be doing, before it is asked. */
    private static final Duration SETTLE = Duration.ofMillis(200);

    /** The token was read: whatever is found with this name later, it is not lost. */
    void received(CreatedPersonalAccessToken token) {
        names.delivered(subject, token.getId());
    }

    @Override
    public <T> Flux<T> watch(Flux<T> call) {
        return call.doFirst(() -> names.begin(subject)).doFinally(end -> names.end(subject));
    }

    @Override
    public Mono<Void> resolve(CallTrace trace, Throwable ambiguous, Duration wait) {
        if (wait.compareTo(trace.remaining()) >= 0) {
            return unknown(trace, ambiguous);
        }
        return Mono.delay(wait.compareTo(SETTLE) < 0 ? SETTLE : wait).then(Mono.defer(() -> {
            Instant earliest = clock.now().minus(trace.elapsed()).minus(clock.precision());
            return ownTokens
                    .apply(trace)
                    .filter(token -> subject.equals(token.name()))
                    .next()
                    .onErrorResume(unresolved -> {
                        ambiguous.addSuppressed(unresolved);
                        return unknown(trace, ambiguous);
                    })
                    .flatMap(token -> judge(token, earliest, trace, ambiguous));
        }));
    }

    private Mono<Void> judge(TokenSighting token, Instant earliest, CallTrace trace, Throwable ambiguous) {
        if (names.isDelivered(subject, token.id())) {
            return Mono.empty();
        }
        if (token.id() == null || token.created() == null || names.isWantedByOthers(subject)) {
            return unknown(trace, ambiguous);
        }
        if (token.created().isAfter(earliest)) {
            return lost(token.id(), token.used(), trace, ambiguous);
        }
        // Older by a clock that nobody has told us proves nothing.
        return clock.isKnown() ? Mono.empty() : unknown(trace, ambiguous);
    }

    private Mono<Void> lost(String id, boolean used, CallTrace trace, Throwable ambiguous) {
        SecretLostException lost = new SecretLostException(trace.summary(), id, subject, ambiguous);
        if (replacement == null || used) {
            return Mono.error(lost);
        }
        return replacement.apply(id).onErrorMap(failed -> {
            lost.addSuppressed(failed);
            return lost;
        });
    }

    private <T> Mono<T> unknown(CallTrace trace, Throwable ambiguous) {
        return Mono.error(new OutcomeUnknownException(trace.summary(), subject, ambiguous));
    }
}
