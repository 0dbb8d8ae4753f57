package io.github.sailpat.reactive.internal;

import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.internal.time.TenantClock;
import io.github.sailpat.token.PersonalAccessToken;
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
 * @param ownTokens lists the caller's own tokens at each subscription
 * @param replacement deletes a token whose secret was lost, so that it can be created again; {@code null} to report it
 * @param clock the tenant's, by which its tokens are dated
 */
record CreateDoubt(
        String subject,
        Flux<PersonalAccessToken> ownTokens,
        @Nullable Function<String, Mono<Void>> replacement,
        TenantClock clock)
        implements Road.Doubt {

    /** How long the tenant is given to finish what it may still be doing, before it is asked. */
    private static final Duration SETTLE = Duration.ofMillis(200);

    @Override
    public Mono<Void> resolve(CallTrace trace, Throwable ambiguous, Duration wait) {
        if (wait.compareTo(trace.remaining()) >= 0) {
            return Mono.error(new OutcomeUnknownException(trace.summary(), subject, ambiguous));
        }
        return Mono.delay(wait.compareTo(SETTLE) < 0 ? SETTLE : wait).then(Mono.defer(() -> {
            Instant earliest = clock.now().minus(trace.elapsed()).minus(clock.precision());
            return ownTokens
                    .filter(token -> token.getName().equals(subject))
                    .next()
                    .onErrorMap(unresolved -> {
                        ambiguous.addSuppressed(unresolved);
                        return new OutcomeUnknownException(trace.summary(), subject, ambiguous);
                    })
                    .flatMap(token -> {
                        if (token.getCreated().isAfter(earliest)) {
                            return lost(token, trace, ambiguous);
                        }
                        // Older by a clock that nobody has told us proves nothing.
                        return clock.isKnown()
                                ? Mono.empty()
                                : Mono.error(new OutcomeUnknownException(trace.summary(), subject, ambiguous));
                    });
        }));
    }

    private Mono<Void> lost(PersonalAccessToken token, CallTrace trace, Throwable ambiguous) {
        SecretLostException lost = new SecretLostException(trace.summary(), token.getId(), subject, ambiguous);
        if (replacement == null || token.getLastUsed() != null) {
            return Mono.error(lost);
        }
        return replacement.apply(token.getId()).onErrorMap(failed -> {
            lost.addSuppressed(failed);
            return lost;
        });
    }
}
