package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.FunctionErrorException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.internal.call.AttemptEffect;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.function.FunctionMono;
import io.github.sailpat.reactive.internal.operation.CreateReconciler;
import io.github.sailpat.reactive.internal.operation.CreatedTokenFactory;
import io.github.sailpat.reactive.internal.operation.SecretHandOverState;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.resilience.FirstSignalTimeout;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One rotation of one token: executes the steps that {@link RotationOptions} describes, in their order. */
final class Rotation {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.rotation");

    private final Rotations rotations;
    private final PersonalAccessTokens tokens;
    private final OwnTokenLists lists;
    private final HaltableRotation progress;
    private final String id;
    private final RotationOptions options;
    private final FirstSignalTimeout functionDeadline;
    private final UndeliveredSecretHandler undelivered;
    private final SecretHandOverState handOverState;
    private final SuccessorVerification verification;
    private final @Nullable Duration patience;
    private final long startedAt;
    private volatile boolean found;
    private volatile boolean lifetimeShorter;
    private volatile boolean listEarlier;

    /**
     * Creates a rotation.
     *
     * @param rotations the rotations of the client
     * @param tokens makes its calls
     * @param lists the lists of its job
     * @param progress is told when it begins to change something
     * @param id the token's id
     * @param options its options
     * @param patience the patience of its job, or {@code null} if it belongs to none
     */
    Rotation(
            Rotations rotations,
            PersonalAccessTokens tokens,
            OwnTokenLists lists,
            HaltableRotation progress,
            String id,
            RotationOptions options,
            @Nullable Duration patience) {
        this.rotations = rotations;
        this.tokens = tokens;
        this.lists = lists;
        this.progress = progress;
        this.patience = patience;
        this.id = id;
        this.options = options;
        this.functionDeadline = FirstSignalTimeout.of(options.getHandOverDeadline());
        this.undelivered = rotations.undelivered.overriddenBy(options.getOnUndeliveredSecret());
        this.handOverState = new SecretHandOverState(undelivered);
        this.verification =
                new SuccessorVerification(tokens, options.getVerificationDeadline(), patience, rotations.timeSource);
        this.startedAt = rotations.timeSource.nanoTime();
    }

    Mono<RotatedPersonalAccessToken> run() {
        return lists.get()
                .flatMap(this::withOwnTokens)
                .onErrorResume(error ->
                        isToBeListedAgain(error) ? lists.unshared().flatMap(this::withOwnTokens) : Mono.error(error))
                .onErrorMap(
                        error -> !(error instanceof RotationFailedException),
                        error -> failed(RotationState.NOT_CREATED, null, null, error))
                .doOnError(error -> handOverState.handedOver())
                .doOnError(RotationFailedException.class, this::logFailure)
                .doOnCancel(handOverState::cancelled);
    }

    /**
     * Whether another list may show the token that has the name of the successor: the successor itself, whose secret
     * was lost, which is then replaced; or one that the list has not shown, because it is of a time before this
     * rotation.
     */
    private boolean isToBeListedAgain(Throwable error) {
        if (!(error instanceof RotationFailedException failed)) {
            return false;
        }
        Throwable cause = failed.getCause();
        return failed.getState() == RotationState.NOT_CREATED
                ? listEarlier && cause != null && CreateReconciler.mayBeNameConflict(cause)
                : failed.getState() == RotationState.SECRET_LOST && options.isReplaceUnused();
    }

    // ---- 1. list

    private Mono<RotatedPersonalAccessToken> listAgain() {
        return lists.since(startedAt).flatMap(this::withOwnTokens);
    }

    /** Whether the list was begun before this rotation, so that others may have changed since then what it shows. */
    private boolean isEarlier(OwnTokens own) {
        return !own.isBegunSince(startedAt);
    }

    private Mono<RotatedPersonalAccessToken> withOwnTokens(OwnTokens own) {
        PersonalAccessToken old = own.withId(id);
        if (old == null) {
            return isEarlier(own) ? listAgain() : Mono.error(failed(RotationState.NOT_FOUND, null, null, null));
        }
        found = true;
        if (old.getUnreadableFields().contains("managed")) {
            return Mono.error(
                    notCreated("Whether the platform manages it could not be read (field managed), so it must not be"
                            + " rotated"));
        }
        if (old.isManaged()) {
            return Mono.error(notCreated("It is managed by the platform, which would not use the successor"));
        }
        return FunctionMono.of(
                        "request(...)",
                        () -> Mono.just(SuccessorPlan.of(old, options, rotations.version, rotations.now.get())))
                .flatMap(plan -> withPlan(plan, own));
    }

    private Mono<RotatedPersonalAccessToken> withPlan(SuccessorPlan plan, OwnTokens own) {
        String shortening = plan.shorteningByVersion();
        if (shortening != null && !options.isShorterLifetime()) {
            return Mono.error(failed(RotationState.LIFETIME_NOT_ALLOWED, null, shortening, null));
        }
        lifetimeShorter = plan.isLifetimeShorter();
        String name = plan.request().getName();
        PersonalAccessToken existing = own.withName(name);
        boolean isFree = existing == null && !own.isCreatedSince(name) && hasRoomBeside(own.size());
        listEarlier = isEarlier(own);
        if (!isFree && listEarlier) {
            return listAgain();
        }
        LOG.debug(
                "Rotation of token {}: {} own tokens were listed, {}",
                id,
                own.size(),
                existing == null
                        ? "none has the successor's name"
                        : "token " + existing.getId() + " has the successor's name");
        if (!progress.beginChanges()) {
            return Mono.never(); // halted, and about to be cancelled
        }
        if (existing != null) {
            return withExisting(plan, existing, own.size());
        }
        return hasRoomBeside(own.size()) ? createSuccessor(plan) : Mono.error(quotaFull(own.size()));
    }

    private boolean hasRoomBeside(int others) {
        return others < options.getMaxTokens();
    }

    private RotationFailedException quotaFull(int count) {
        String detail = "The owner has " + count + " tokens, and maxTokens is " + options.getMaxTokens();
        return failed(RotationState.QUOTA_FULL, null, detail, null);
    }

    // ---- 2. the successor of an interrupted rotation

    private Mono<RotatedPersonalAccessToken> withExisting(SuccessorPlan plan, PersonalAccessToken existing, int count) {
        if (!plan.isLeftover(existing)) {
            return Mono.error(nameTaken(
                    existing,
                    "Its scopes, validity or date do not match a successor of this token: choose another name in"
                            + " request(...)",
                    null));
        }
        return storedSecret(existing)
                .map(secret ->
                        CreatedTokenFactory.withSecret(existing, plan.request().getName(), secret))
                .doOnNext(successor ->
                        LOG.debug("Rotation of token {}: the secret of successor {} is stored", id, successor.getId()))
                .flatMap(this::afterHandOver)
                .switchIfEmpty(Mono.defer(() -> replace(plan, existing, count)));
    }

    private Mono<Secret> storedSecret(PersonalAccessToken leftover) {
        var lookUp = options.getStoredSecret();
        return lookUp == null
                ? Mono.empty()
                : untilClosed(functionDeadline.limit(FunctionFlux.<Secret>mayBlock(
                                        "storedSecret(...)", () -> lookUp.apply(leftover), rotations.functions)
                                .next()))
                        .onErrorMap(e -> nameTaken(
                                leftover, "The function storedSecret(...) failed: correct it, and rotate again", e));
    }

    private Mono<RotatedPersonalAccessToken> replace(SuccessorPlan plan, PersonalAccessToken leftover, int count) {
        if (rotations.credentials.isOwn(leftover.getId())) { // the tenant shows a use once a day at most
            String detail =
                    "It is the token of this client, so an earlier rotation has switched to it: delete the old one";
            return Mono.error(nameTaken(leftover, detail, null));
        }
        if (leftover.getLastUsed() != null) {
            String detail = "It was used, so an earlier rotation may have handed it over: if so, delete the old token;"
                    + " with storedSecret(...) a rotation can check that";
            return Mono.error(nameTaken(leftover, detail, null));
        }
        if (!options.isReplaceUnused()) {
            return Mono.error(nameTaken(leftover, "It was never used: delete it, or set replaceUnused(true)", null));
        }
        if (!hasRoomBeside(count - 1)) {
            return Mono.error(quotaFull(count));
        }
        return delete(leftover.getId())
                .doOnSuccess(done ->
                        LOG.debug("Rotation of token {}: the unused token {} was deleted", id, leftover.getId()))
                .onErrorMap(e -> nameTaken(leftover, "It was never used, and deleting it failed: delete it", e))
                .then(createSuccessor(plan));
    }

    // ---- 3. create and hand over

    private Mono<RotatedPersonalAccessToken> createSuccessor(SuccessorPlan plan) {
        return create(plan.request())
                .flatMap(created -> invoke(
                                "handOver", () -> options.getHandOver().apply(plan.old(), created))
                        .doOnSuccess(done -> {
                            handOverState.handedOver();
                            LOG.debug(
                                    "Rotation of token {}: the secret of successor {} was handed over",
                                    id,
                                    created.getId());
                        })
                        .onErrorMap(e -> failed(RotationState.NOT_HANDED_OVER, created, e))
                        .then(afterHandOver(created)));
    }

    /**
     * A bulk job of one item, because its outcome tells what is known of a failed create, and because it loses no
     * secret when it is cancelled.
     */
    private Mono<CreatedPersonalAccessToken> create(CreatePersonalAccessTokenRequest request) {
        BulkOptions one = BulkOptions.create(b -> b.onUndeliveredSecret(undelivered::handOver)
                .patience(patience == null ? rotations.callDeadline : patience));
        return tokens.createAll(Mono.just(request), one).map(this::successorOf).single();
    }

    private CreatedPersonalAccessToken successorOf(
            BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> outcome) {
        if (outcome
                instanceof
                BulkOutcome.Succeeded<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> success) {
            CreatedPersonalAccessToken created = success.getResult();
            handOverState.received(created);
            lists.created(created.getName());
            LOG.debug("Rotation of token {}: successor {} was created", id, created.getId());
            return created;
        }
        lists.setOutdated();
        Throwable error = errorOf(outcome);
        if (error instanceof SecretLostException lost) {
            throw failed(RotationState.SECRET_LOST, lost.getId(), null, lost);
        }
        boolean unknown = outcome instanceof BulkOutcome.Unknown;
        throw failed(unknown ? RotationState.CREATE_UNKNOWN : RotationState.NOT_CREATED, null, null, error);
    }

    /** A create that waited for another attempt was stopped by the close, whatever the last attempt has failed with. */
    private @Nullable Throwable errorOf(BulkOutcome<?, ?> outcome) {
        Throwable error = outcome.getError();
        boolean stopped = outcome instanceof BulkOutcome.NotAttempted && rotations.openCalls.isClosed();
        return !stopped || error instanceof ClientClosedException
                ? error
                : new ClientClosedException(summary(error), false, null, error);
    }

    // ---- 4. verify, and delete the old one

    private Mono<RotatedPersonalAccessToken> afterHandOver(CreatedPersonalAccessToken created) {
        return verification
                .verify(created, this::untilClosed)
                .then(Mono.fromRunnable(() -> switchIfOwn(created)))
                .doOnSuccess(done ->
                        LOG.debug("Rotation of token {}: the secret of successor {} was verified", id, created.getId()))
                .onErrorMap(e -> failed(RotationState.NOT_VERIFIED, created, e))
                .then(invoke("beforeDelete", () -> options.getBeforeDelete().apply(created))
                        .doOnSuccess(done -> LOG.debug("Rotation of token {}: beforeDelete has completed", id))
                        .onErrorMap(e -> failed(RotationState.OLD_KEPT, created, e)))
                .then(deleteOld(created));
    }

    private void switchIfOwn(CreatedPersonalAccessToken created) {
        if (rotations.credentials.isOwn(id)) {
            rotations.credentials.switchTo(created.getId(), created.getSecret());
        }
    }

    private Mono<RotatedPersonalAccessToken> deleteOld(CreatedPersonalAccessToken created) {
        RotatedPersonalAccessToken.Builder rotated = RotatedPersonalAccessToken.builder()
                .oldId(id)
                .successor(created)
                .lifetimeShorter(lifetimeShorter);
        return delete(id)
                .doOnSuccess(done -> LOG.debug("Rotation of token {}: the old token was deleted", id))
                .doOnError(e -> LOG.debug(
                        "Rotation of token {}: the old token could not be deleted ({})",
                        id,
                        e.getClass().getSimpleName()))
                .then(Mono.fromSupplier(rotated::build))
                .onErrorResume(
                        e -> Mono.fromSupplier(() -> rotated.deleteError(e).build()));
    }

    private Mono<Void> delete(String tokenId) {
        return tokens.delete(tokenId)
                .onErrorComplete(AttemptEffect::isAbsent)
                .doOnSuccess(done -> lists.deleted(tokenId));
    }

    // ---- functions of the options, errors

    /** Calls one of the user's functions, and completes when its publisher completes. */
    private Mono<Void> invoke(String function, Supplier<? extends Publisher<?>> call) {
        return untilClosed(functionDeadline.limit(FunctionFlux.mayBlock(function + "(...)", call, rotations.functions)
                .then()));
    }

    private <T> Mono<T> untilClosed(Mono<T> source) {
        return source.or(rotations.openCalls.closed(() -> summary(null)));
    }

    ClientClosedException clientClosed() {
        return new ClientClosedException(summary(null), false, null, null);
    }

    RotationFailedException notCreated(String detail) {
        return failed(RotationState.NOT_CREATED, null, detail, null);
    }

    private RotationFailedException nameTaken(PersonalAccessToken existing, String detail, @Nullable Throwable cause) {
        return failed(RotationState.NAME_TAKEN, existing.getId(), detail, cause);
    }

    private RotationFailedException failed(
            RotationState state, @Nullable String successorId, @Nullable String detail, @Nullable Throwable cause) {
        return new RotationFailedException(
                summary(cause), state, id, successorId, detail, cause == null ? null : thrown(cause));
    }

    private RotationFailedException failed(RotationState state, CreatedPersonalAccessToken created, Throwable cause) {
        return new RotationFailedException(summary(cause), state, id, created, thrown(cause));
    }

    /** What the function threw: the exception around it was needed only to emit it. */
    private static Throwable thrown(Throwable error) {
        Throwable cause = error instanceof FunctionErrorException ? error.getCause() : null;
        return cause == null ? error : cause;
    }

    /** Without an id that no listed token has, because it may be a secret that was passed by mistake. */
    private void logFailure(RotationFailedException failed) {
        LOG.debug(
                "Rotation of token {} failed: {}, {}",
                found ? id : "(not listed)",
                failed.getState(),
                failed.getState().getDescription());
    }

    private CallSummary summary(@Nullable Throwable cause) {
        return CallSummary.builder()
                .operation(Rotations.OPERATION)
                .requestLine(Rotations.REQUEST_LINE)
                .attempts(cause instanceof SailPointException failure ? failure.getAttempts() : 1)
                .elapsed(elapsedSince(startedAt))
                .phase(cause instanceof SailPointException failure ? failure.getPhase() : CallPhase.BODY)
                .build();
    }

    private Duration elapsedSince(long start) {
        return Duration.ofNanos(rotations.timeSource.nanoTime() - start);
    }
}
