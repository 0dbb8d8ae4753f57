package io.github.sailpat.reactive;

import io.github.sailpat.error.RotationState;
import io.github.sailpat.reactive.internal.setting.SettingChecks;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * The options of a rotation ({@link PersonalAccessTokens#rotate(String, RotationOptions)}). Only the hand-over is
 * required.
 *
 * <pre>{@code
 * RotationOptions options = RotationOptions.create(o -> o
 *         .handOver((old, created) -> vault.store(old.getName(), created))
 *         .storedSecret(successor -> vault.find(successor))
 *         .beforeDelete(created -> Mono.delay(Duration.ofMinutes(5)))
 *         .handOverDeadline(Duration.ofMinutes(10)));
 * }</pre>
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>List the caller's tokens: check that the token exists, that the owner can have one more, and whether an earlier
 *       rotation has left a successor. The rotations of a job share a list: one that is at most 30 seconds old serves
 *       ten of them, and a rotation that it would make fail lists again.
 *   <li>Create the successor, with the same scopes and validity, and with the lifetime that the old token had from its
 *       creation. If the old token never expires, the successor does not expire either. If the
 *       {@link io.github.sailpat.token.ApiVersion} does not allow such a lifetime, nothing is created; see
 *       {@link #isShorterLifetime()}.
 *   <li>{@link #getHandOver() Hand over} its secret.
 *   <li>{@link PersonalAccessTokens#verify Verify} it, repeatedly for {@link #getVerificationDeadline()}, because a new
 *       token may not work immediately. If the client's own token is rotated, the client then
 *       {@linkplain SailPointClient#switchCredentials switches} to the new credentials, and no call in flight fails.
 *   <li>Call {@link #getBeforeDelete()}.
 *   <li>Delete the old token. If the delete fails, the rotation has succeeded nevertheless; see
 *       {@link RotatedPersonalAccessToken#isOldDeleted()}. A token that does not exist any more counts as deleted.
 * </ol>
 *
 * <p>The old token is never deleted before all other steps have succeeded.
 *
 * <p><b>Running it again</b> continues an interrupted rotation. Its successor is recognized by the name: a token with
 * that name which is younger than the old one, has the requested scopes and validity, and is not managed. If
 * {@link #getStoredSecret()} returns its secret, the rotation continues with the verification. Otherwise, if it was
 * never used, it is deleted and created again. If it was used, or does not match, nothing is changed:
 * {@link RotationState#NAME_TAKEN}. A secret that is lost with the response to the create is replaced in the same way,
 * once, without running it again.
 *
 * <p><b>One rotation of a token at a time.</b> A second one on the same client fails. A second one in another process
 * would take the successor of the first for a leftover.
 *
 * <p><b>Time.</b> Each call has the client's deadline, each function {@link #getHandOverDeadline()}. In
 * {@code rotateAll} the waits that the tenant asks for do not count, up to {@link #getPatience()}.
 *
 * <p>The hand-over, the lookup and the function before the delete are called on threads of the client that may block. A
 * cancel and the deadline of the function interrupt such a thread. {@link #getRequest()} is called on the client's
 * event loop and must not block. If a function throws, returns {@code null} or signals an error, its step has failed.
 */
@Value.Immutable
public interface RotationOptions {
    /**
     * Stores the new token with its secret where its users read it, for example in a vault. The rotation continues when
     * the publisher completes; its elements are ignored. After a rotation that failed, it may be called again with
     * another token.
     *
     * @return the function, which takes the old token and the new one
     */
    BiFunction<PersonalAccessToken, CreatedPersonalAccessToken, ? extends Publisher<?>> getHandOver();

    /**
     * Called after the new secret was handed over and verified, and before the old token is deleted: for example, waits
     * until all services have read the new secret.
     *
     * @return the function. Default: completes immediately
     */
    @Value.Default
    default Function<CreatedPersonalAccessToken, ? extends Publisher<?>> getBeforeDelete() {
        return created -> Mono.empty();
    }

    /**
     * Looks up the secret of a successor that an interrupted rotation has left, where the hand-over would have stored
     * it. Only this shows whether the secret was handed over. If it is found, the rotation continues with the
     * verification. If not, an unused successor can be replaced safely.
     *
     * @return the function, whose publisher is empty if the secret is not found; or {@code null} for no lookup
     */
    @Nullable
    Function<PersonalAccessToken, ? extends Publisher<Secret>> getStoredSecret();

    /**
     * Whether a successor that an interrupted rotation has left, and whose secret is not known, is deleted and created
     * again. A successor that was used is never deleted. The tenant updates the last use at most once a day, so a first
     * use of today may not be visible yet; {@link #getStoredSecret()} avoids that.
     *
     * @return {@code true} by default; {@code false} for {@link RotationState#NAME_TAKEN} and
     *     {@link RotationState#SECRET_LOST}
     */
    @Value.Default
    default boolean isReplaceUnused() {
        return true;
    }

    /**
     * Changes the request for the successor. Name, scopes, validity and expiration are set in the builder. The name
     * must be unique among the owner's tokens, and always the same for the same old token, because a later rotation
     * recognizes the successor by it. Default: the old name without a suffix of this kind, with the suffix
     * {@code (after 9d1e2f30)}, which contains the last characters of the old id.
     *
     * @return takes the old token and the builder, and returns a builder
     */
    @Value.Default
    default BiFunction<
                    PersonalAccessToken,
                    CreatePersonalAccessTokenRequest.Builder,
                    CreatePersonalAccessTokenRequest.Builder>
            getRequest() {
        return (old, request) -> request;
    }

    /**
     * Whether the successor may have a shorter lifetime than the old token where the API version does not allow that
     * lifetime: it then gets the {@linkplain io.github.sailpat.token.ApiVersion#getMaxLifetime() maximum}, and
     * {@link RotatedPersonalAccessToken#isLifetimeShorter()} is {@code true}. If not, the rotation fails before
     * anything is created, unless {@link #getRequest()} sets an expiration date.
     *
     * @return {@code false} by default, for {@link RotationState#LIFETIME_NOT_ALLOWED}
     */
    @Value.Default
    default boolean isShorterLifetime() {
        return false;
    }

    /**
     * The maximum number of tokens of the owner. If it is reached, no successor is created.
     *
     * @return the number, at least 2. Default: 10, the tenant's limit
     * @see RotationState#QUOTA_FULL
     */
    @Value.Default
    default int getMaxTokens() {
        return 10;
    }

    /**
     * The deadline of each function: the hand-over, the lookup, and the function before the delete.
     *
     * @return the time, above zero and at most 365 days. Default: 60 s
     */
    @Value.Default
    default Duration getHandOverDeadline() {
        return Duration.ofSeconds(60);
    }

    /**
     * How long the verification of a new secret is repeated while it is refused, because a new secret may not work
     * immediately. It is repeated after 250 ms, and then after twice the time up to 4 s, and not earlier than the
     * tenant asks for, in this or another rotation of the client. The last attempt starts within this time, and each
     * takes at most 10 s.
     *
     * @return the time, at most 365 days. Default: 30 s
     */
    @Value.Default
    default Duration getVerificationDeadline() {
        return Duration.ofSeconds(30);
    }

    /**
     * How many tokens {@link PersonalAccessTokens#rotateAll} rotates concurrently. Each needs room for one more token
     * of the owner, which is the same for all.
     *
     * @return the number, at least one. Default: 1
     */
    @Value.Default
    default int getConcurrency() {
        return 1;
    }

    /**
     * The longest time that each call of {@link PersonalAccessTokens#rotateAll} waits, in total, because the tenant
     * asks for it; see {@link BulkOptions#getPatience()}. The calls of a single {@code rotate} wait within the client's
     * deadline.
     *
     * @return the time, above zero and at most 365 days. Default: 30 min
     */
    @Value.Default
    default Duration getPatience() {
        return Duration.ofMinutes(30);
    }

    /**
     * Whether {@link PersonalAccessTokens#rotateAll} may rotate the token that the client itself uses to authenticate.
     * If not, it is rejected and nothing is sent. {@code rotate} always may.
     *
     * @return {@code false} by default
     */
    @Value.Default
    default boolean isAllowOwnClient() {
        return false;
    }

    /**
     * For {@code rotateAll}: records which rotations were started and what came of them, so that a job whose process
     * has died can be resumed, as {@link BulkOptions#getJournal()} describes. The key is the id of the old token. A
     * rotation without an outcome is run again, which continues it; if it fails then, its outcome is
     * {@link BulkOutcome.Unknown}. If only the delete of the old token is left, because the process has died or the
     * delete has failed, the next run deletes the token and emits nothing.
     *
     * @return the journal, or {@code null} for none
     */
    @Nullable
    BulkJournal getJournal();

    /**
     * Receives a new token whose secret has arrived and was not handed over when the subscriber cancelled. Called at
     * most once for each token, on any thread, possibly during {@code cancel()}. It must not block.
     *
     * @return the handler, or {@code null} to log the token's id as a warning
     */
    @Nullable
    Consumer<CreatedPersonalAccessToken> getOnUndeliveredSecret();

    /** Checks the rules. */
    @Value.Check
    default void check() {
        if (getMaxTokens() < 2 || getConcurrency() < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 2 and concurrency at least 1, and they are "
                    + getMaxTokens() + " and " + getConcurrency());
        }
        SettingChecks.positive("handOverDeadline", getHandOverDeadline());
        SettingChecks.positive("patience", getPatience());
        if (!getVerificationDeadline().isZero()) {
            SettingChecks.positive("verificationDeadline", getVerificationDeadline());
        }
    }

    /**
     * The defaults.
     *
     * @param handOver stores the new token with its secret
     * @return options
     */
    static RotationOptions of(Function<CreatedPersonalAccessToken, ? extends Publisher<?>> handOver) {
        return builder().handOver(handOver).build();
    }

    /**
     * Creates options by a lambda.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    static RotationOptions create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /**
     * A new builder.
     *
     * @return a builder with the defaults, without a hand-over
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds {@link RotationOptions}; {@code build()} throws if a rule is broken. */
    final class Builder extends ImmutableRotationOptions.Builder {
        Builder() {}

        /**
         * Sets a hand-over that does not need the old token.
         *
         * @param handOver stores the new token with its secret
         * @return this builder
         */
        public Builder handOver(Function<CreatedPersonalAccessToken, ? extends Publisher<?>> handOver) {
            Objects.requireNonNull(handOver, "handOver");
            return handOver((old, created) -> handOver.apply(created));
        }
    }
}
