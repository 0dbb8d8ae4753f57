package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.internal.operation.SecretHandOverState;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.resilience.TimeLimiter;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** One rotation of one token: the steps that {@code PersonalAccessTokens.rotate} tells of, in their order. */
final class Rotation {
    private static final Duration FIRST_SETTLE = Duration.ofMillis(250);
    private static final int SETTLE_DOUBLINGS = 4;

    private final Rotations client;
    private final String id;
    private final RotationOptions options;
    private final TimeLimiter deadline;
    private final UndeliveredSecretHandler undelivered;
    private final SecretHandOverState delivery;
    private final long begun;

    Rotation(Rotations client, String id, RotationOptions options) {
        this.client = client;
        this.id = id;
        this.options = options;
        this.deadline = TimeLimiter.of(options.getHandOverDeadline());
        this.undelivered = client.undelivered.orElse(options.getOnUndeliveredSecret());
        this.delivery = new SecretHandOverState(undelivered);
        this.begun = client.nanoTime.getAsLong();
    }

    Mono<RotatedPersonalAccessToken> run() {
        Mono<RotatedPersonalAccessToken> attempt = Mono.defer(this::begin);
        return attempt.onErrorResume(error -> isReplaceable(error) ? attempt : Mono.error(error))
                .onErrorMap(
                        error -> !(error instanceof RotationFailedException),
                        error -> failed(RotationState.NOT_CREATED, null, null, error))
                .doOnError(error -> delivery.settled())
                .doOnCancel(delivery::cancelled);
    }

    /** The successor without a secret is then found by its name, and nobody has used it. */
    private boolean isReplaceable(Throwable error) {
        return options.isReplaceUnused()
                && error instanceof RotationFailedException failed
                && failed.getState() == RotationState.SECRET_LOST;
    }

    // ---- 1. look

    private Mono<RotatedPersonalAccessToken> begin() {
        return client.tokens.list(query -> query.ownedByMe()).collectList().flatMap(this::withOwnTokens);
    }

    private Mono<RotatedPersonalAccessToken> withOwnTokens(List<PersonalAccessToken> own) {
        PersonalAccessToken old = own.stream()
                .filter(token -> token.getId().equals(id))
                .findFirst()
                .orElse(null);
        if (old == null) {
            return Mono.error(failed(RotationState.NOT_FOUND, null, null, null));
        }
        if (old.getUnreadableFields().contains("managed")) {
            return Mono.error(refused("Whether the platform manages it could not be read, so it was left alone"));
        }
        if (old.isManaged()) {
            return Mono.error(refused("It is managed by the platform, which would not use the successor"));
        }
        SuccessorPlan plan = SuccessorPlan.of(old, own, options, client.version, client.now.get());
        PersonalAccessToken namesake = plan.namesake();
        if (namesake != null) {
            return afterNamesake(plan, namesake, own.size());
        }
        return hasPlaceBeside(own.size()) ? anew(plan) : Mono.error(quotaFull(own.size()));
    }

    private boolean hasPlaceBeside(int others) {
        return others < options.getMaxTokens();
    }

    private RotationFailedException quotaFull(int count) {
        String detail = "There are " + count + ", and maxTokens is " + options.getMaxTokens();
        return failed(RotationState.QUOTA_FULL, null, detail, null);
    }

    // ---- 2. what an earlier rotation has left behind

    private Mono<RotatedPersonalAccessToken> afterNamesake(
            SuccessorPlan plan, PersonalAccessToken namesake, int count) {
        if (!plan.isLeftover(namesake)) {
            return Mono.error(
                    taken(namesake, "It does not match a successor of this token: choose another name", null));
        }
        return storedSecret(namesake)
                .map(secret -> complete(namesake, plan.request().getName(), secret))
                .flatMap(this::afterHandOver)
                .switchIfEmpty(Mono.defer(() -> replaced(plan, namesake, count)));
    }

    private Mono<Secret> storedSecret(PersonalAccessToken leftover) {
        var lookUp = options.getStoredSecret();
        return lookUp == null
                ? Mono.empty()
                : untilClosed(deadline.limit(Mono.defer(() -> Mono.from(made(lookUp.apply(leftover))))))
                        .onErrorMap(e -> taken(leftover, "Its secret could not be looked up", e));
    }

    private Mono<RotatedPersonalAccessToken> replaced(SuccessorPlan plan, PersonalAccessToken leftover, int count) {
        if (leftover.getLastUsed() != null) {
            String detail = "It was used, so an earlier rotation may have handed it over: if so, delete the old one;"
                    + " with storedSecret(...) a rotation can check that";
            return Mono.error(taken(leftover, detail, null));
        }
        if (!options.isReplaceUnused()) {
            return Mono.error(taken(leftover, "It was never used: delete it, or set replaceUnused(true)", null));
        }
        if (!hasPlaceBeside(count - 1)) {
            return Mono.error(quotaFull(count));
        }
        return deleted(leftover.getId())
                .onErrorMap(e -> taken(leftover, "It was never used, and it could not be deleted", e))
                .then(anew(plan));
    }

    // ---- 3. create and hand over

    private Mono<RotatedPersonalAccessToken> anew(SuccessorPlan plan) {
        return create(plan.request())
                .flatMap(created -> call(() -> options.getHandOver().apply(plan.old(), created))
                        .doOnSuccess(done -> delivery.settled())
                        .onErrorMap(e -> failed(RotationState.NOT_HANDED_OVER, created, e))
                        .then(afterHandOver(created)));
    }

    /**
     * As a bulk job of one, because that says what it knows when it fails, and loses no secret when it is cancelled.
     */
    private Mono<CreatedPersonalAccessToken> create(CreatePersonalAccessTokenRequest request) {
        BulkOptions one = BulkOptions.create(b -> b.onUndeliveredSecret(undelivered::handOver));
        return client.tokens.createAll(Mono.just(request), one).single().map(this::created);
    }

    private CreatedPersonalAccessToken created(
            BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> outcome) {
        if (outcome
                instanceof
                BulkOutcome.Succeeded<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> success) {
            delivery.arrived(success.getResult());
            return success.getResult();
        }
        Throwable error = outcome.getError();
        if (error instanceof SecretLostException lost) {
            throw failed(RotationState.SECRET_LOST, lost.getId(), null, lost);
        }
        boolean unknown = outcome instanceof BulkOutcome.Unknown;
        throw failed(unknown ? RotationState.CREATE_UNKNOWN : RotationState.NOT_CREATED, null, null, error);
    }

    // ---- 4. verify, and delete the old one

    private Mono<RotatedPersonalAccessToken> afterHandOver(CreatedPersonalAccessToken created) {
        return verified(created)
                .then(Mono.fromRunnable(() -> switchIfOwn(created)))
                .onErrorMap(e -> failed(RotationState.NOT_VERIFIED, created, e))
                .then(call(() -> options.getBeforeDelete().apply(created))
                        .onErrorMap(e -> failed(RotationState.OLD_KEPT, created, e)))
                .then(oldDeleted(created));
    }

    private Mono<Void> verified(CreatedPersonalAccessToken created) {
        return Mono.defer(() -> {
            long first = client.nanoTime.getAsLong();
            return client.tokens
                    .verify(created.getId(), created.getSecret())
                    .retryWhen(Retry.from(refusals -> refusals.concatMap(
                            refusal -> settled(refusal.failure(), refusal.totalRetries(), elapsedSince(first)))));
        });
    }

    private Mono<Long> settled(Throwable failure, long tries, Duration elapsed) {
        Duration wait = FIRST_SETTLE.multipliedBy(1L << Math.min(tries, SETTLE_DOUBLINGS));
        Duration asked = failure instanceof ResponseException answer ? answer.getRetryAfter() : null;
        wait = asked != null && asked.compareTo(wait) > 0 ? asked : wait;
        boolean inTime = elapsed.plus(wait).compareTo(options.getVerificationDeadline()) <= 0;
        boolean passes = failure instanceof SailPointException && !(failure instanceof ClientClosedException);
        return inTime && passes ? untilClosed(Mono.delay(wait)) : Mono.error(failure);
    }

    private void switchIfOwn(CreatedPersonalAccessToken created) {
        if (client.identity.isOwn(id)) {
            client.identity.switchTo(created.getId(), created.getSecret());
        }
    }

    private Mono<RotatedPersonalAccessToken> oldDeleted(CreatedPersonalAccessToken created) {
        RotatedPersonalAccessToken.Builder rotated =
                RotatedPersonalAccessToken.builder().oldId(id).successor(created);
        return deleted(id)
                .then(Mono.fromSupplier(rotated::build))
                .onErrorResume(
                        e -> Mono.fromSupplier(() -> rotated.deleteError(e).build()));
    }

    private Mono<Void> deleted(String tokenId) {
        return client.tokens.delete(tokenId).onErrorResume(NotFoundException.class, gone -> Mono.empty());
    }

    // ---- what they have in common

    /** Runs one of the user's functions to the end of its publisher. */
    private Mono<Void> call(Supplier<? extends Publisher<?>> function) {
        return untilClosed(deadline.limit(Mono.defer(
                () -> Flux.from(made(function.get())).ignoreElements().then())));
    }

    private <T> Mono<T> untilClosed(Mono<T> source) {
        return source.or(client.openCalls.closed(() -> summary(null)));
    }

    private static <P> P made(@Nullable P publisher) {
        return Objects.requireNonNull(publisher, "the function returned null for this token");
    }

    private static CreatedPersonalAccessToken complete(PersonalAccessToken token, String name, Secret secret) {
        return CreatedPersonalAccessToken.builder()
                .id(token.getId())
                .secret(secret)
                .name(name)
                .scope(token.getScope())
                .owner(token.getOwner())
                .created(token.getCreated())
                .accessTokenValiditySeconds(token.getAccessTokenValiditySeconds())
                .expirationDate(token.getExpirationDate())
                .userAwareTokenNeverExpires(token.getUserAwareTokenNeverExpires())
                .build();
    }

    ClientClosedException closed() {
        return new ClientClosedException(summary(null), false, null, null);
    }

    RotationFailedException refused(String why) {
        return failed(RotationState.NOT_CREATED, null, why, null);
    }

    private RotationFailedException taken(PersonalAccessToken namesake, String detail, @Nullable Throwable cause) {
        return failed(RotationState.NAME_TAKEN, namesake.getId(), detail, cause);
    }

    private RotationFailedException failed(
            RotationState state, @Nullable String successorId, @Nullable String detail, @Nullable Throwable cause) {
        return new RotationFailedException(summary(cause), state, id, successorId, detail, cause);
    }

    private RotationFailedException failed(RotationState state, CreatedPersonalAccessToken created, Throwable cause) {
        return new RotationFailedException(summary(cause), state, id, created, cause);
    }

    private CallSummary summary(@Nullable Throwable cause) {
        return CallSummary.builder()
                .operation(Rotations.OPERATION)
                .requestLine(Rotations.REQUEST_LINE)
                .attempts(cause instanceof SailPointException failure ? failure.getAttempts() : 1)
                .elapsed(elapsedSince(begun))
                .phase(cause instanceof SailPointException failure ? failure.getPhase() : CallPhase.BODY)
                .build();
    }

    private Duration elapsedSince(long start) {
        return Duration.ofNanos(client.nanoTime.getAsLong() - start);
    }
}
