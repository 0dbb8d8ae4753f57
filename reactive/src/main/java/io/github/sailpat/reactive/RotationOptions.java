package io.github.sailpat.reactive;

import io.github.sailpat.error.RotationState;
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
 * How a rotation goes about its work; see {@link PersonalAccessTokens#rotate(String, RotationOptions)}. Only the hand-over
 * is needed, everything else has a default. The functions are called on the client's event loop and must not block; a
 * {@code null}, an exception and an error signal of theirs are the same.
 */
@Value.Immutable
public interface RotationOptions {
    /**
     * Stores the new token with its secret where its users will find it, a vault for example. The rotation goes on when
     * the publisher completes, and not before; its elements are ignored. It should bear being called again with another
     * token, after a rotation that failed.
     *
     * @return the function, which takes the old token and the new one
     */
    BiFunction<PersonalAccessToken, CreatedPersonalAccessToken, ? extends Publisher<?>> getHandOver();

    /**
     * What is done when the new secret was handed over and verified, and before the old token is deleted: for example
     * to wait until all users have read the new one.
     *
     * @return the function. Default: nothing is done
     */
    @Value.Default
    default Function<CreatedPersonalAccessToken, ? extends Publisher<?>> getBeforeDelete() {
        return created -> Mono.empty();
    }

    /**
     * Looks up the secret of a successor that an earlier, interrupted rotation has left behind, where the hand-over would
     * have stored it. This is the only way to know whether it was handed over: the tenant cannot tell. Found, the
     * rotation goes on with its verification. Not found, an unused one can be replaced without any doubt.
     *
     * @return the function, whose publisher is empty if the secret is not there; or {@code null} if there is none
     */
    @Nullable
    Function<PersonalAccessToken, ? extends Publisher<Secret>> getStoredSecret();

    /**
     * Whether a successor that an earlier, interrupted rotation has left behind, and whose secret is not known, is deleted
     * and created anew, so that running a rotation again continues it. One that the tenant says was used is never
     * deleted. As it writes that once a day at most, somebody who has used the secret for the first time today may be
     * overlooked: {@link #getStoredSecret()} closes that gap.
     *
     * @return {@code true} by default; {@code false} for {@link RotationState#NAME_TAKEN} and
     *     {@link RotationState#SECRET_LOST}
     */
    @Value.Default
    default boolean isReplaceUnused() {
        return true;
    }

    /**
     * Changes what is asked for the successor. The builder has the name, the scopes, the validity and the expiry filled
     * in. The name must be unique among the owner's, and always the same for the same token: by it another rotation
     * finds what this one may leave behind. Default: the old name without an addition of this kind, and
     * {@code (after 9d1e2f30)} with the last characters of the old id, so that a list shows which token replaced which.
     *
     * @return takes the old token and the builder, and gives a builder
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
     * How many tokens the owner may have. With no place left for the successor nothing is created.
     *
     * @return the number, at least 2. Default: 10, the tenant's own limit
     * @see RotationState#QUOTA_FULL
     */
    @Value.Default
    default int getMaxTokens() {
        return 10;
    }

    /**
     * How long each of the functions given here may take: the hand-over, the look-up, and what is done before the delete.
     *
     * @return the time. Default: 60 s
     */
    @Value.Default
    default Duration getHandOverDeadline() {
        return Duration.ofSeconds(60);
    }

    /**
     * How long a new secret that is refused is tried again: the tenant may need a moment until it knows it everywhere.
     * After 250 ms, then after twice as long each time up to 4 s, and not earlier than the tenant asks for. The last try
     * begins within this time, and each takes 10 s at most.
     *
     * @return the time. Default: 30 s
     */
    @Value.Default
    default Duration getVerificationDeadline() {
        return Duration.ofSeconds(30);
    }

    /**
     * How many tokens {@link PersonalAccessTokens#rotateAll} rotates at a time. Each needs a free place among the ten of
     * its owner, and they all have the same owner.
     *
     * @return the number, at least one. Default: 1
     */
    @Value.Default
    default int getConcurrency() {
        return 1;
    }

    /**
     * Whether {@link PersonalAccessTokens#rotateAll} may rotate the token that the client itself authenticates with.
     * Otherwise it is rejected and nothing is sent. {@code rotate} always may.
     *
     * @return {@code false} by default
     */
    @Value.Default
    default boolean isAllowOwnClient() {
        return false;
    }

    /**
     * Takes a new token whose secret has arrived and was not handed over when the subscriber cancelled. Called at most
     * once for each, on any thread, possibly while {@code cancel()} is running; it must not block.
     *
     * @return the handler, or {@code null} to have such a token's id logged as a warning
     */
    @Nullable
    Consumer<CreatedPersonalAccessToken> getOnUndeliveredSecret();

    /** Checks the rules. */
    @Value.Check
    default void check() {
        if (getMaxTokens() < 2 || getConcurrency() < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 2, and concurrency at least 1");
        }
        if (getHandOverDeadline().isNegative() || getHandOverDeadline().isZero()) {
            throw new IllegalArgumentException("handOverDeadline must be above zero");
        }
        if (getVerificationDeadline().isNegative()) {
            throw new IllegalArgumentException("verificationDeadline must not be negative");
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
     * Options, as a lambda sets them.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException with the rule that is broken
     */
    static RotationOptions create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /**
     * A new builder.
     *
     * @return a builder with the defaults, which lacks the hand-over
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds {@link RotationOptions}; {@code build()} throws where a rule is broken. */
    final class Builder extends ImmutableRotationOptions.Builder {
        Builder() {}

        /**
         * A hand-over that does not need to know of the old token.
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
