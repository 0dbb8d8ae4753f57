package io.github.sailpat.reactive;

import io.github.sailpat.reactive.internal.setting.SettingChecks;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * The options of a bulk job. Every option has a default.
 *
 * <pre>{@code
 * BulkJob<String, String> job = tokens.deleteAll(ids, BulkOptions.create(o -> o
 *         .concurrency(64)                 // items in flight; at most the client's connections
 *         .stopOnFailureShare(0.2, 500)    // stop if 20 % of at least 500 outcomes are failures
 *         .stopWhen(shutdown)));           // or when this publisher signals
 * }</pre>
 *
 * <p>{@link BulkJob} describes outcomes, demand, stop and cancel.
 */
@Value.Immutable
public interface BulkOptions {
    /**
     * The maximum number of items in flight, and of inputs that are requested ahead of the subscriber. It is limited by
     * the number of connections of the client.
     *
     * @return the number, at least one. Default: 32, half of the client's connections, so that other calls get some
     */
    @Value.Default
    default int getConcurrency() {
        return 32;
    }

    /**
     * Whether outcomes are emitted in the order of the inputs. A slow item then delays the outcomes after it, and up to
     * {@link #getConcurrency()} outcomes are buffered.
     *
     * @return {@code false} by default: outcomes are emitted as soon as they are known
     */
    @Value.Default
    default boolean isOrdered() {
        return false;
    }

    /**
     * The deadline of each item, with its attempts and back-off. The waits for a permit of the rate limiter, after a
     * 429 ({@link #getPatience()}) and for an access token do not count.
     *
     * <p>It is also the time for which the job waits for an access token while the token endpoint fails. Then the job
     * stops with the error of the token endpoint.
     *
     * @return the time, above zero and at most 365 days; or {@code null} for the client's deadline
     */
    @Nullable
    Duration getDeadline();

    /**
     * The longest time that an item waits, in total, because the tenant asks for it (429 with {@code Retry-After}).
     * Until then the job sends nothing, and afterwards it begins slowly. If the tenant asks for more, the job stops
     * with the {@link io.github.sailpat.error.RateLimitedException}. The rate limiter pauses for at most one hour at a
     * time.
     *
     * @return the time, above zero and at most 365 days. Default: 30 min
     * @see BulkProgress#getRemainingPause()
     */
    @Value.Default
    default Duration getPatience() {
        return Duration.ofMinutes(30);
    }

    /**
     * Whether a delete of a token that does not exist (404) succeeds. If not, it is rejected with a {@link
     * io.github.sailpat.error.NotFoundException}. A {@link PersonalAccessTokens#prune} always ignores absent tokens:
     * another job may have deleted them since they were listed.
     *
     * @return {@code false} by default
     */
    @Value.Default
    default boolean isIgnoreAbsent() {
        return false;
    }

    /**
     * Whether the token that the client itself uses to authenticate may be patched or deleted. If not, it is rejected
     * and nothing is sent. It is known from the client's credentials; with an {@code AccessTokenProvider} it is not
     * known.
     *
     * @return {@code false} by default
     */
    @Value.Default
    default boolean isAllowOwnClient() {
        return false;
    }

    /**
     * The job stops when this share of the outcomes are failures. Every outcome but {@code Succeeded} is a failure;
     * what an earlier run has emitted, as the {@linkplain #getJournal() journal} says, does not count.
     *
     * @return above 0 and at most 1, or {@code null} for no such rule
     * @see Builder#stopOnFailureShare(double, int)
     */
    @Nullable
    Double getFailureShare();

    /**
     * The number of outcomes from which {@link #getFailureShare()} applies.
     *
     * @return at least one. Default: 100
     */
    @Value.Default
    default int getFailureShareAfter() {
        return 100;
    }

    /**
     * Stops the job, as {@link BulkJob#stop()} does, with its first signal: an element, completion or an error. It is
     * subscribed to with the job, and cancelled when the job terminates.
     *
     * @return the publisher, or {@code null} for none
     */
    @Nullable
    Publisher<?> getStopWhen();

    /**
     * For {@code createAll}: stores each new token with its secret where its users read it, for example in a vault. The
     * outcome is emitted when the publisher has completed; its elements are ignored. So no secret is lost in what
     * stands between the job and its consumer: {@code take}, {@code publishOn}, {@code flatMap}, {@code buffer}, or a
     * {@code Flow} of Kotlin may drop outcomes, and each secret that has arrived is handed over all the same.
     *
     * <p>It is called once for each token, on a thread of the client that may block; when
     * {@link #getHandOverDeadline()} passes, that thread is interrupted. The outcome is emitted on the thread on which
     * the publisher completes. A hand-over that has started is completed, also after a cancel and after a stop; a
     * secret that arrives after a cancel is handed over too. If the function throws, returns {@code null} or signals an
     * error, the deadline passes, or the client is closed, the secret goes to {@link #getOnUndeliveredSecret()}, and
     * the outcome is {@link BulkOutcome.SecretLost}.
     *
     * @return the function, or {@code null}: the subscriber takes the secrets from the outcomes
     */
    @Nullable
    Function<CreatedPersonalAccessToken, ? extends Publisher<?>> getHandOver();

    /**
     * The deadline of each hand-over. It is no part of {@link #getDeadline()}.
     *
     * @return the time, above zero and at most 365 days. Default: 60 s
     */
    @Value.Default
    default Duration getHandOverDeadline() {
        return Duration.ofSeconds(60);
    }

    /**
     * Records what is sent and what came of it, so that a job whose process has died can be resumed: run the same job
     * with the same inputs on the same journal. Before an input is sent, the journal has stored that. Then, for each
     * input by its {@linkplain #getJournalKey() key}:
     *
     * <ul>
     *   <li>It has its outcome: it is neither sent nor emitted again, and counts in {@link BulkProgress}.
     *   <li>It was sent and has no outcome: a create is looked for by its name. If the token exists and was created
     *       when the earlier run can have sent the request (until {@link #getPatience()} and twice the
     *       {@link #getDeadline()} after its entry), the outcome is {@code Succeeded} if {@link #getStoredSecret()}
     *       knows its secret, else {@link BulkOutcome.SecretLost}; it is {@link BulkOutcome.Unknown} if that cannot be
     *       told, for example because two inputs have the name. With
     *       {@link SailPointClient.Builder#replaceLostTokens}, a token that was never used, and whose secret
     *       {@link #getStoredSecret()} was asked for and does not know, is deleted and created again. A delete, and a
     *       patch that may be repeated, are repeated. Another patch is {@link BulkOutcome.Unknown}.
     *   <li>It has changed since, or two inputs have its key: {@link BulkOutcome.Rejected}, and nothing is sent.
     *   <li>Otherwise it is sent. An input whose error has stopped the job, and one that was not attempted, are as they
     *       were before this run: not sent, or sent without an outcome. What the close of the client has interrupted
     *       has no outcome in the journal.
     * </ul>
     *
     * <p>An outcome is stored before it is emitted. A create counts as done when its secret was handed over: with a
     * {@linkplain #getHandOver() hand-over}, when that has completed; otherwise see {@link #isManualAcknowledgement()}.
     *
     * <p>If the journal cannot be opened, the job fails and sends nothing. If an entry cannot be stored, or the journal
     * does not answer within 30 s, the job stops: items in flight are completed and emitted, and then the job fails
     * with that {@link BulkJournalException}. A subscription to the same job resumes it.
     *
     * @return the journal, or {@code null} for none
     */
    @Nullable
    BulkJournal getJournal();

    /**
     * The key of an input in the journal: stable, and unique in the job.
     *
     * @return takes the object that the source emitted, and returns 1 to 1,024 characters. {@code null} for the name of
     *     the token to be created, and the id of the token to be patched or deleted, which have at most 1,024
     *     characters in any case
     */
    @Nullable
    Function<Object, String> getJournalKey();

    /**
     * For a {@code createAll} with a journal and without a {@linkplain #getHandOver() hand-over}: whether a create
     * counts as done when {@link BulkJob#acknowledge} was called with its outcome. The job then completes when all
     * secrets were acknowledged, or {@linkplain BulkJob#markSecretLost marked as lost}.
     *
     * <p>If not, a request of n elements acknowledges the next n of the outcomes that the subscriber received before
     * it, and the completion of the job acknowledges the rest, also what an operator in between has in a buffer. A
     * subscriber without back-pressure never asks for more, so none of its creates is done before the job has
     * completed. A hand-over needs none of these rules.
     *
     * @return {@code false} by default
     */
    @Value.Default
    default boolean isManualAcknowledgement() {
        return false;
    }

    /**
     * For a {@code createAll} with a journal: looks up the secret of a token that an interrupted job has created, where
     * the hand-over would have stored it. Its deadline is {@link #getHandOverDeadline()}.
     *
     * @return the function, whose publisher is empty if the secret is not found; or {@code null} for no lookup
     */
    @Nullable
    Function<PersonalAccessToken, ? extends Publisher<Secret>> getStoredSecret();

    /**
     * Receives a token whose secret has arrived and cannot be delivered, because the subscriber has cancelled or the
     * {@linkplain #getHandOver() hand-over} has failed. Called at most once for each token, on any thread, possibly
     * during {@code cancel()}. It must not block.
     *
     * @return the handler, or {@code null} to log the token's id as a warning
     */
    @Nullable
    Consumer<CreatedPersonalAccessToken> getOnUndeliveredSecret();

    /** Checks the rules. */
    @Value.Check
    default void check() {
        if (getConcurrency() < 1 || getFailureShareAfter() < 1) {
            throw new IllegalArgumentException("concurrency and failureShareAfter must be at least 1, and are "
                    + getConcurrency() + " and " + getFailureShareAfter());
        }
        Duration deadline = getDeadline();
        if (deadline != null) {
            SettingChecks.positive("deadline", deadline);
        }
        SettingChecks.positive("patience", getPatience());
        SettingChecks.positive("handOverDeadline", getHandOverDeadline());
        Double share = getFailureShare();
        if (share != null && !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("failureShare must be above 0 and at most 1, and is " + share);
        }
    }

    /**
     * The defaults.
     *
     * @return options
     */
    static BulkOptions standard() {
        return builder().build();
    }

    /**
     * Creates options by a lambda.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    static BulkOptions create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /**
     * A new builder.
     *
     * @return a builder with the defaults
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds {@link BulkOptions}; {@code build()} throws if a rule is broken. */
    final class Builder extends ImmutableBulkOptions.Builder {
        Builder() {}

        /**
         * Stops the job when a share of the outcomes are failures.
         *
         * @param share the share, above 0 and at most 1
         * @param after the number of outcomes from which it applies
         * @return this builder
         */
        public Builder stopOnFailureShare(double share, int after) {
            return failureShare(share).failureShareAfter(after);
        }
    }
}
