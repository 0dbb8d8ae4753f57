package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
import io.github.sailpat.reactive.internal.operation.CreateReconciler;
import io.github.sailpat.reactive.internal.operation.CreatedTokenFactory;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.FirstSignalTimeout;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks into a create that an earlier run has sent and that has no outcome: by the name of its token, which is unique
 * per owner, and by the time at which the journal has recorded it. The token that is found is never deleted: hours may
 * have passed since, and a person or another process may have made it and may use it.
 *
 * @param ownTokens lists the caller's own tokens
 * @param options of the job
 * @param timeSource the time
 * @param threads for the lookup of a secret, which may block
 */
record CreateResumption(
        Flux<PersonalAccessToken> ownTokens, BulkOptions options, TimeSource timeSource, FunctionThreads threads) {
    /** The time that the tenant gets to finish a request whose connection has ended with the process. */
    private static final Duration PROCESSING_TIME = Duration.ofMillis(200);

    Mono<Resumption<CreatedPersonalAccessToken>> resume(BulkJournalEntry entry, String name, CallSummary summary) {
        return Mono.delay(PROCESSING_TIME, timeSource.scheduler())
                .thenMany(ownTokens)
                .filter(token -> isCandidate(token, name))
                .reduce((one, other) -> name.equals(one.getName()) ? one : other)
                .flatMap(token -> found(token, entry, name, summary))
                .switchIfEmpty(Mono.fromSupplier(() -> new Resumption.Send<>(false)))
                .onErrorResume(error -> Mono.just(unclear(name, summary, error)));
    }

    private static boolean isCandidate(PersonalAccessToken token, String name) {
        String listed = token.getName();
        return listed != null && CreateReconciler.isSameName(name, listed);
    }

    private Mono<Resumption<CreatedPersonalAccessToken>> found(
            PersonalAccessToken token, BulkJournalEntry entry, String name, CallSummary summary) {
        Instant created = token.getCreated();
        Instant earliest = entry.getAt().minus(TenantClock.precision(entry.isTenantTime()));
        if (created != null && created.isAfter(earliest) && name.equals(token.getName())) {
            return secret(token, name)
                    .<Resumption<CreatedPersonalAccessToken>>map(Resumption.Applied::new)
                    .switchIfEmpty(Mono.fromSupplier(() ->
                            new Resumption.Lost<>(SecretLostException.ofInterruptedJob(summary, token.getId(), name))));
        }
        boolean older = created != null
                && entry.isTenantTime()
                && created.isBefore(earliest.minus(CreateReconciler.CLOCK_SKEW));
        return Mono.just(
                older
                        ? new Resumption.Send<>(false)
                        : unclear(
                                name,
                                summary,
                                new BulkJournalException("token " + token.getId() + " may be the one", null)));
    }

    private Mono<CreatedPersonalAccessToken> secret(PersonalAccessToken token, String name) {
        var lookUp = options.getStoredSecret();
        return lookUp == null
                ? Mono.empty()
                : FirstSignalTimeout.of(options.getHandOverDeadline())
                        .limit(FunctionFlux.<Secret>mayBlock("storedSecret(...)", () -> lookUp.apply(token), threads)
                                .next())
                        .map(found -> CreatedTokenFactory.withSecret(token, name, found));
    }

    private static Resumption<CreatedPersonalAccessToken> unclear(String name, CallSummary summary, Throwable cause) {
        return new Resumption.Unclear<>(new OutcomeUnknownException(summary, name, cause));
    }
}
