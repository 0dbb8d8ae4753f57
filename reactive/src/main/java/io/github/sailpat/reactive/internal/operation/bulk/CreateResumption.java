package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.operation.CreateReconciler;
import io.github.sailpat.reactive.internal.operation.CreatedTokenFactory;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import io.github.sailpat.reactive.internal.pipeline.Reconciler;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.resilience.FirstSignalTimeout;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks into a create that an earlier run has sent and that has no outcome: by the name of its token, which is unique
 * per owner, and by the time at which the journal has recorded it. The token is taken for its own only if it was
 * created while that run could have sent the request, and if no other input of the journal may have created it. It is
 * deleted only if nobody can have its secret: the lookup of stored secrets has not found it, and it was never used.
 *
 * @param ownTokens lists the caller's own tokens
 * @param namesakes the last entries of the other inputs that create a token of this name
 * @param options of the job
 * @param jobs the jobs of the client
 * @param mayReplace whether a token whose secret is lost may be deleted, so that it is created again
 */
record CreateResumption(
        Flux<PersonalAccessToken> ownTokens,
        Mono<List<BulkJournalEntry>> namesakes,
        BulkOptions options,
        BulkJobs jobs,
        boolean mayReplace) {
    /** The time that the tenant gets to finish a request whose connection has ended with the process. */
    private static final Duration PROCESSING_TIME = Duration.ofMillis(200);

    /** Whose token it is that has the name. */
    private enum Origin {
        THIS_INPUT,
        ANOTHER,
        NOT_KNOWN
    }

    /** {@link Resumption.Send} is in doubt unless the name is that of a token which is certainly of another create. */
    Mono<Resumption<CreatedPersonalAccessToken>> resume(BulkJournalEntry entry, String name, CallSummary summary) {
        return Mono.delay(PROCESSING_TIME, jobs.pipeline().timeSource().scheduler())
                .thenMany(ownTokens)
                .filter(token -> isCandidate(token, name))
                .reduce((one, other) -> name.equals(one.getName()) ? one : other)
                .flatMap(token -> namesakes.flatMap(others -> found(token, entry, others, name, summary)))
                .switchIfEmpty(Mono.fromSupplier(() -> new Resumption.Send<>(true)))
                .onErrorResume(error -> Mono.just(unclear(name, summary, error)));
    }

    private static boolean isCandidate(PersonalAccessToken token, String name) {
        String listed = token.getName();
        return listed != null && CreateReconciler.isSameName(name, listed);
    }

    private Mono<Resumption<CreatedPersonalAccessToken>> found(
            PersonalAccessToken token,
            BulkJournalEntry entry,
            List<BulkJournalEntry> others,
            String name,
            CallSummary summary) {
        return switch (origin(token, entry, others, name)) {
            case THIS_INPUT ->
                secret(token, name)
                        .<Resumption<CreatedPersonalAccessToken>>map(Resumption.Applied::new)
                        .switchIfEmpty(Mono.defer(() -> lost(token, name, summary)));
            case ANOTHER -> Mono.just(new Resumption.Send<>(false));
            case NOT_KNOWN ->
                Mono.just(unclear(
                        name, summary, new BulkJournalException("token " + token.getId() + " may be the one", null)));
        };
    }

    private Origin origin(
            PersonalAccessToken token, BulkJournalEntry entry, List<BulkJournalEntry> others, String name) {
        if (others.stream().anyMatch(other -> token.getId().equals(other.getId()))) {
            return Origin.ANOTHER;
        }
        Instant created = token.getCreated();
        if (created == null) {
            return Origin.NOT_KNOWN;
        }
        Duration precision = TenantClock.precision(entry.isTenantTime());
        Instant earliest = entry.getAt().minus(precision);
        Instant latest = entry.getAt().plus(longest()).plus(precision);
        boolean isOutside = created.isBefore(earliest.minus(CreateReconciler.CLOCK_SKEW))
                || created.isAfter(latest.plus(CreateReconciler.CLOCK_SKEW));
        if (entry.isTenantTime() && isOutside) {
            return Origin.ANOTHER;
        }
        boolean isWithin = created.isAfter(earliest) && created.isBefore(latest);
        boolean isOfOneInput = others.stream().noneMatch(other -> mayHaveCreated(other.getState()));
        return isWithin && isOfOneInput && name.equals(token.getName()) ? Origin.THIS_INPUT : Origin.NOT_KNOWN;
    }

    /** Without an id, so that it is not known which token it was. */
    private static boolean mayHaveCreated(BulkJournalState state) {
        return state == BulkJournalState.SENT || state == BulkJournalState.UNKNOWN;
    }

    /**
     * From its entry in the journal, a create may wait for a permit, for an access token, and then has its deadline.
     */
    private Duration longest() {
        return jobs.deadline(options).multipliedBy(2).plus(options.getPatience());
    }

    private Mono<CreatedPersonalAccessToken> secret(PersonalAccessToken token, String name) {
        var lookUp = options.getStoredSecret();
        return lookUp == null
                ? Mono.empty()
                : jobs.pipeline()
                        .whileOpen(
                                FirstSignalTimeout.of(options.getHandOverDeadline())
                                        .limit(FunctionFlux.<Secret>mayBlock(
                                                        "storedSecret(...)",
                                                        () -> lookUp.apply(token),
                                                        jobs.pipeline().functions())
                                                .next()),
                                "storedSecret",
                                "the lookup of a stored secret")
                        .map(found -> CreatedTokenFactory.withSecret(token, name, found));
    }

    private Mono<Resumption<CreatedPersonalAccessToken>> lost(
            PersonalAccessToken token, String name, CallSummary summary) {
        SecretLostException lost = SecretLostException.ofInterruptedJob(summary, token.getId(), name);
        return isUnknownToAll(token)
                ? jobs.pipeline()
                        .execute(
                                jobs.calls().delete(token.getId()),
                                jobs.deadline(options),
                                options.getPatience(),
                                Reconciler.NONE)
                        .<Resumption<CreatedPersonalAccessToken>>then(Mono.just(new Resumption.Send<>(true)))
                        .onErrorResume(deleteError -> {
                            lost.addSuppressed(deleteError);
                            return Mono.just(new Resumption.Lost<>(lost));
                        })
                : Mono.just(new Resumption.Lost<>(lost));
    }

    private boolean isUnknownToAll(PersonalAccessToken token) {
        return mayReplace
                && options.getStoredSecret() != null
                && token.getLastUsed() == null
                && !token.getUnreadableFields().contains("lastUsed")
                && !jobs.credentials().isOwn(token.getId());
    }

    private static Resumption<CreatedPersonalAccessToken> unclear(String name, CallSummary summary, Throwable cause) {
        return new Resumption.Unclear<>(new OutcomeUnknownException(summary, name, cause));
    }
}
