package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.pipeline.Reconciler;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds out whether a create was applied. A name is unique per owner, so it is the key: the caller's own tokens are
 * listed and one with this name looked for. One that is older than the call is somebody else's work: with it there, the
 * create cannot have been applied. What may be ours and may not, because its name differs in case or spacing only, or
 * it is hardly older than the call, or the tenant refuses the name and does not list it, nobody can tell; nor of one
 * that is listed without an id, or is as new as the call and has no name that can be read.
 */
public final class CreateReconciler implements Reconciler {
    /** How long the tenant is given to finish what it may still be doing, before it is asked. */
    private static final Duration SETTLE = Duration.ofMillis(200);
    /** So much the clock that dates the tokens may be behind the one that dates the answers. */
    private static final Duration SKEW = Duration.ofSeconds(45);

    private static final int CONFLICT = 409;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final String subject;
    private final Function<CallContext, Flux<ListedTokenSummary>> ownTokens;
    private final @Nullable Function<String, Mono<Void>> replacement;
    private final TenantClock clock;
    private final RecentCreates names;
    private final AbandonedCreateHandler abandoned;
    private volatile boolean received;

    /**
     * For one create.
     *
     * @param subject the name that was asked for
     * @param ownTokens lists the caller's own tokens, on behalf of the call with this trace
     * @param replacement deletes a token whose secret was lost, so that it can be created again; {@code null} to report
     *     it
     * @param clock the tenant's, by which its tokens are dated
     * @param names what the client itself has to do with them
     * @param abandoned is told if nobody will hear of the create
     */
    public CreateReconciler(
            String subject,
            Function<CallContext, Flux<ListedTokenSummary>> ownTokens,
            @Nullable Function<String, Mono<Void>> replacement,
            TenantClock clock,
            RecentCreates names,
            AbandonedCreateHandler abandoned) {
        this.subject = subject;
        this.ownTokens = ownTokens;
        this.replacement = replacement;
        this.clock = clock;
        this.names = names;
        this.abandoned = abandoned;
    }

    /** The token was read: whatever is found with this name later, it is not lost. */
    public void received(CreatedPersonalAccessToken token) {
        received = true;
        names.delivered(token.getId());
    }

    @Override
    public String subject() {
        return subject;
    }

    /** The name is given back before the end is signalled: who hears of it may use it again at once. */
    @Override
    public <T> Flux<T> track(Flux<T> call) {
        return Flux.using(
                () -> {
                    names.begin(subject);
                    return subject;
                },
                name -> call,
                names::end);
    }

    @Override
    public void abandoned(CallContext context) {
        if (!received) {
            abandoned.tell(subject, Instant.now().minus(context.time().getElapsed()));
        }
    }

    @Override
    public Mono<Void> reconcile(CallContext context, Throwable ambiguous, Duration wait) {
        if (wait.compareTo(context.time().getRemaining()) >= 0) {
            return unknown(context, ambiguous);
        }
        return Mono.delay(wait.compareTo(SETTLE) < 0 ? SETTLE : wait).then(Mono.defer(() -> {
            Instant earliest = clock.now().minus(context.time().getElapsed()).minus(clock.precision());
            return ownTokens
                    .apply(context)
                    .filter(token -> mayBeSubject(token, earliest))
                    .takeUntil(token ->
                            subject.equals(token.name()) && isAfter(token, earliest) && !names.isDelivered(token.id()))
                    .reduce(this::likelier)
                    .onErrorResume(unresolved -> {
                        ambiguous.addSuppressed(unresolved);
                        return unknown(context, ambiguous);
                    })
                    .switchIfEmpty(
                            Mono.defer(() -> mayBeForTheName(ambiguous) ? unknown(context, ambiguous) : Mono.empty()))
                    .flatMap(token -> judge(token, earliest, context, ambiguous));
        }));
    }

    private boolean mayBeSubject(ListedTokenSummary token, Instant earliest) {
        String name = token.name();
        return name == null
                ? isAfter(token, earliest) && !names.isDelivered(token.id())
                : subject.equals(name) || folded(subject).equals(folded(name));
    }

    /** As a tenant may change a name that it takes. */
    private static String folded(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return SPACES.matcher(composed.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    private static boolean isAfter(ListedTokenSummary token, Instant time) {
        return token.created() != null && token.created().isAfter(time);
    }

    /**
     * One that nobody has got yet, the one with the very name, and of two the newer; without a date it may be as new as
     * any.
     */
    private ListedTokenSummary likelier(ListedTokenSummary one, ListedTokenSummary other) {
        if (names.isDelivered(one.id()) != names.isDelivered(other.id())) {
            return names.isDelivered(one.id()) ? other : one;
        }
        if (subject.equals(one.name()) != subject.equals(other.name())) {
            return subject.equals(one.name()) ? one : other;
        }
        return one.created() == null
                        || (other.created() != null && one.created().isAfter(other.created()))
                ? one
                : other;
    }

    /** Whether a repeat was refused perhaps because of the very token that the list does not show yet. */
    private static boolean mayBeForTheName(Throwable refusal) {
        return refusal instanceof BadRequestException
                || (refusal instanceof ResponseException answer && answer.getStatus() == CONFLICT);
    }

    private Mono<Void> judge(ListedTokenSummary token, Instant earliest, CallContext context, Throwable ambiguous) {
        if (names.isDelivered(token.id())) { // with it there, another of the name cannot be
            return Mono.empty();
        }
        if (token.id() == null || token.name() == null || token.created() == null || names.isWantedByOthers(subject)) {
            return unknown(context, ambiguous);
        }
        if (isAfter(token, earliest) && subject.equals(token.name())) {
            return lost(token.id(), token.used(), context, ambiguous);
        }
        // Older by a clock that nobody has told us proves nothing.
        boolean isOlder = clock.isKnown() && !isAfter(token, earliest.minus(SKEW));
        return isOlder ? Mono.empty() : unknown(context, ambiguous);
    }

    private Mono<Void> lost(String id, boolean used, CallContext context, Throwable ambiguous) {
        SecretLostException lost = new SecretLostException(context.summary(), id, subject, ambiguous);
        if (replacement == null || used) {
            return Mono.error(lost);
        }
        return replacement.apply(id).onErrorMap(failed -> {
            lost.addSuppressed(failed);
            return lost;
        });
    }

    private <T> Mono<T> unknown(CallContext context, Throwable ambiguous) {
        return Mono.error(new OutcomeUnknownException(context.summary(), subject, ambiguous));
    }
}
