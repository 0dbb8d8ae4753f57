package io.github.sailpat.reactive.internal;

import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds out whether a create was applied. A name is unique per owner, so it is the key: the caller's own tokens are
 * listed and one with this name looked for. One that is older than the call is somebody else's work: with it there, the
 * create cannot have been applied.
 *
 * @param subject the name that was asked for
 * @param ownTokens lists the caller's own tokens at each subscription
 * @param now the wall clock, which is compared with the tenant's
 */
record CreateDoubt(String subject, Flux<PersonalAccessToken> ownTokens, Supplier<Instant> now) implements Road.Doubt {
    /** How much the clocks of tenant and client may differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    @Override
    public Mono<Void> resolve(CallTrace trace, Throwable ambiguous) {
        return Mono.defer(() -> {
            Instant earliest = now.get().minus(trace.elapsed()).minus(CLOCK_DIFFERENCE);
            return ownTokens
                    .filter(token -> token.getName().equals(subject))
                    .next()
                    .onErrorMap(unresolved -> {
                        ambiguous.addSuppressed(unresolved);
                        return new OutcomeUnknownException(trace.summary(), subject, ambiguous);
                    })
                    .filter(token -> token.getCreated().isAfter(earliest))
                    .flatMap(token ->
                            Mono.error(new SecretLostException(trace.summary(), token.getId(), subject, ambiguous)));
        });
    }
}
