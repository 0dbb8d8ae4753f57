package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.reactive.AbandonedCreate;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.pipeline.Reconciler;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds out whether an ambiguous create was applied, by the name of its token, which is unique per owner: it lists the
 * caller's own tokens and looks for the name.
 *
 * <ul>
 *   <li>No token has the name, or one that is older than the call has it: the create was not applied.
 *   <li>A token with the name was created during the call: the create was applied, and the secret is lost.
 *   <li>Else the outcome is unknown: the name differs in case or spacing only, or cannot be read; the token is hardly
 *       older than the call, or has no id; or the tenant refuses the name and does not list it.
 * </ul>
 */
public final class CreateReconciler implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.reconciliation");

    /** The time that the tenant gets to finish a request whose connection has failed, before its tokens are listed. */
    private static final Duration PROCESSING_TIME = Duration.ofMillis(200);
    /** The most that the clock that dates the tokens may be behind the clock that dates the responses. */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(45);

    private static final int CONFLICT = 409;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final String name;
    private final Function<CallContext, Flux<ListedTokenSummary>> ownTokens;
    private final @Nullable BiFunction<CallContext, String, Mono<Void>> deleteLostToken;
    private final TenantClock clock;
    private final TimeSource timeSource;
    private final RecentCreates recentCreates;
    private final RepeatedRequestLookup repeatedRequests;
    private final AbandonedCreateHandler abandonedCreates;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean received;

    /**
     * For one create.
     *
     * @param name the requested name
     * @param ownTokens lists the caller's own tokens, on behalf of the call with this context
     * @param deleteLostToken deletes a token whose secret was lost, on behalf of that call, so that it can be created
     *     again; {@code null} to emit a {@link SecretLostException}
     * @param clock the tenant's clock, which dates its tokens
     * @param recentCreates the creates of the same client
     * @param abandonedCreates is called if the outcome of the create is not emitted to any subscriber
     * @param timeSource the time
     */
    public CreateReconciler(
            String name,
            Function<CallContext, Flux<ListedTokenSummary>> ownTokens,
            @Nullable BiFunction<CallContext, String, Mono<Void>> deleteLostToken,
            TenantClock clock,
            RecentCreates recentCreates,
            AbandonedCreateHandler abandonedCreates,
            TimeSource timeSource) {
        this.name = name;
        this.ownTokens = ownTokens;
        this.deleteLostToken = deleteLostToken;
        this.clock = clock;
        this.recentCreates = recentCreates;
        this.repeatedRequests = new RepeatedRequestLookup(name, ownTokens, clock, recentCreates);
        this.abandonedCreates = abandonedCreates;
        this.timeSource = timeSource;
    }

    /** The token was read from the response, so a later lookup does not report its secret as lost. */
    public void tokenReceived(CreatedPersonalAccessToken token) {
        received = true;
        recentCreates.addReceived(token.getId());
    }

    @Override
    public String subject() {
        return name;
    }

    /** The name is released before the terminal signal, because a subscriber may use it again at once. */
    @Override
    public <T> Flux<T> track(Flux<T> call) {
        return Flux.using(
                () -> {
                    recentCreates.addInFlight(name);
                    return name;
                },
                added -> call,
                recentCreates::removeInFlight);
    }

    @Override
    public void abandoned(CallContext context) {
        if (!received) {
            tellOnce(context.time().getStartedAt(), null);
        }
    }

    /** The create was or may have been applied, and its error is not emitted to any subscriber. */
    public void abandoned(CallContext context, Throwable error) {
        abandoned(context.time().getStartedAt(), error);
    }

    /** The same, of a create that was started at this time by an earlier run of its job. */
    public void abandoned(Instant startedAt, Throwable error) {
        tellOnce(startedAt, error instanceof SecretLostException lost ? lost.getId() : null);
    }

    private void tellOnce(Instant startedAt, @Nullable String id) {
        if (told.compareAndSet(false, true)) {
            abandonedCreates.handle(AbandonedCreate.of(name, startedAt, id));
        }
    }

    /**
     * The create has failed after its subscriber had cancelled, so that nobody receives the error.
     *
     * @param context of the create
     * @param error its error
     */
    public void failedAfterCancel(CallContext context, Throwable error) {
        boolean isClose = error instanceof ClientClosedException; // which is told itself
        if (error instanceof SecretLostException || (context.isMaybeApplied(error) && !isClose)) {
            abandoned(context, error);
        }
    }

    @Override
    public Mono<Void> reconcile(CallContext context, Throwable ambiguous, Duration wait) {
        if (!context.isAmbiguous()) {
            return repeatedRequests.find(context, ambiguous).flatMap(id -> {
                log(1, "token " + id + " was created during the call: the request was repeated on its way");
                return Mono.error(SecretLostException.ofRepeatedRequest(context.summary(), id, name, ambiguous));
            });
        }
        if (wait.compareTo(context.time().getRemaining()) >= 0) {
            log(0, "nothing was listed, because the deadline does not allow the wait of " + wait);
            return outcomeUnknown(context, ambiguous);
        }
        return Mono.delay(wait.compareTo(PROCESSING_TIME) < 0 ? PROCESSING_TIME : wait, timeSource.scheduler())
                .then(Mono.defer(() -> {
                    Instant earliest = clock.now()
                            .minus(context.time().getLongestElapsed())
                            .minus(clock.precision());
                    AtomicInteger listed = new AtomicInteger();
                    return ownTokens
                            .apply(context)
                            .doOnNext(token -> listed.incrementAndGet())
                            .filter(token -> isCandidate(token, earliest))
                            .takeUntil(token -> name.equals(token.name())
                                    && isAfter(token, earliest)
                                    && !recentCreates.isReceived(token.id()))
                            .reduce(this::betterMatch)
                            .onErrorResume(lookupError -> lookupFailed(lookupError, listed.get(), context, ambiguous))
                            .switchIfEmpty(Mono.defer(() -> notFound(listed.get(), context, ambiguous)))
                            .flatMap(token -> found(token, listed.get(), earliest, context, ambiguous));
                }));
    }

    private Mono<ListedTokenSummary> lookupFailed(
            Throwable lookupError, int listed, CallContext context, Throwable ambiguous) {
        if (lookupError instanceof ClientClosedException) {
            return Mono.never(); // the close is ending the create as well, with an error of its own
        }
        log(listed, "the list failed");
        String created = context.attempt().getCreatedId();
        if (created != null) {
            return Mono.error(new SecretLostException(context.summary(), created, name, ambiguous));
        }
        ambiguous.addSuppressed(lookupError);
        return Mono.error(new OutcomeUnknownException(context.summary(), name, ambiguous, lookupError));
    }

    private boolean isCandidate(ListedTokenSummary token, Instant earliest) {
        String listedName = token.name();
        return listedName == null
                ? isAfter(token, earliest) && !recentCreates.isReceived(token.id())
                : isSameName(name, listedName);
    }

    /**
     * Whether a tenant may have made one name of the other.
     *
     * @param requested the name that was asked for
     * @param listed the name of a token
     * @return {@code true} if they are equal, or differ in case or spacing only
     */
    public static boolean isSameName(String requested, String listed) {
        return requested.equals(listed) || normalized(requested).equals(normalized(listed));
    }

    /** The name in the forms to which a tenant may change it. */
    private static String normalized(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return SPACES.matcher(composed.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    private static boolean isAfter(ListedTokenSummary token, Instant time) {
        return token.created() != null && token.created().isAfter(time);
    }

    /**
     * Prefers a token that was not received, then the exact name, then the newer one. A token without a date counts as
     * the newest.
     */
    private ListedTokenSummary betterMatch(ListedTokenSummary one, ListedTokenSummary other) {
        if (recentCreates.isReceived(one.id()) != recentCreates.isReceived(other.id())) {
            return recentCreates.isReceived(one.id()) ? other : one;
        }
        if (name.equals(one.name()) != name.equals(other.name())) {
            return name.equals(one.name()) ? one : other;
        }
        return one.created() == null
                        || (other.created() != null && one.created().isAfter(other.created()))
                ? one
                : other;
    }

    private Mono<ListedTokenSummary> notFound(int listed, CallContext context, Throwable ambiguous) {
        String created = context.attempt().getCreatedId();
        if (created != null) { // a list may not show a new token yet
            log(listed, "the response has the id of the token, " + created);
            return secretLost(created, false, context, ambiguous).then(Mono.empty());
        }
        if (mayBeNameConflict(ambiguous)) {
            log(listed, "no token has the name, but the tenant refused it");
            return outcomeUnknown(context, ambiguous);
        }
        log(listed, "no token has the name, so the create was not applied");
        return Mono.empty();
    }

    /**
     * Whether a repeated create was refused, perhaps because of the very token that the list does not show yet.
     *
     * @param refusal the error of the create
     * @return {@code true} for 400 and 409
     */
    public static boolean mayBeNameConflict(Throwable refusal) {
        return refusal instanceof BadRequestException
                || (refusal instanceof ResponseException response && response.getStatus() == CONFLICT);
    }

    private Mono<Void> found(
            ListedTokenSummary token, int listed, Instant earliest, CallContext context, Throwable ambiguous) {
        if (recentCreates.isReceived(token.id())) { // the name is unique: while this one exists, there is no other
            return notApplied(token, listed, "is of another create of this client");
        }
        if (token.id() == null
                || token.name() == null
                || token.created() == null
                || recentCreates.isInFlightTwice(name)
                || context.time().getClockShift().abs().compareTo(clock.precision()) > 0) { // no date can be compared
            return ambiguousMatch(token, listed, context, ambiguous);
        }
        if (isAfter(token, earliest) && name.equals(token.name())) {
            log(listed, "token " + token.id() + " has the name and was created during the call: its secret is lost");
            return secretLost(token.id(), token.used(), context, ambiguous);
        }
        // A date says nothing as long as the tenant's clock is not known.
        boolean isOlder = clock.isKnown() && !isAfter(token, earliest.minus(CLOCK_SKEW));
        return isOlder
                ? notApplied(token, listed, "has the name and is older than the call")
                : ambiguousMatch(token, listed, context, ambiguous);
    }

    private Mono<Void> notApplied(ListedTokenSummary token, int listed, String why) {
        log(listed, "token " + token.id() + ' ' + why + ", so the create was not applied");
        return Mono.empty();
    }

    private Mono<Void> ambiguousMatch(ListedTokenSummary token, int listed, CallContext context, Throwable ambiguous) {
        log(listed, "token " + token.id() + " may be of this create");
        return outcomeUnknown(context, ambiguous);
    }

    private void log(int listed, String found) {
        LOG.debug(
                "Reconciliation of an ambiguous createPersonalAccessToken: looked for \"{}\" among the caller's own"
                        + " tokens, {} of them were read: {}",
                name,
                listed,
                found);
    }

    private Mono<Void> secretLost(String id, boolean used, CallContext context, Throwable ambiguous) {
        SecretLostException lost = new SecretLostException(context.summary(), id, name, ambiguous);
        if (deleteLostToken == null || used) {
            return Mono.error(lost);
        }
        return deleteLostToken.apply(context, id).onErrorMap(deleteError -> {
            lost.addSuppressed(deleteError);
            return lost;
        });
    }

    private <T> Mono<T> outcomeUnknown(CallContext context, Throwable ambiguous) {
        return Mono.error(new OutcomeUnknownException(context.summary(), name, ambiguous));
    }
}
