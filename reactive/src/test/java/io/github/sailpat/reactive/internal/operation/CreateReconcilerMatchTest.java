package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.error.UnexpectedStatusException;
import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which token of a list is taken for the one that an ambiguous create has created. */
class CreateReconcilerMatchTest extends ReconciledCreate {
    private static final Instant DURING = BEGUN.plusSeconds(1);
    private static final Duration PROCESSING_TIME = Duration.ofMillis(200);

    @BeforeEach
    void markAmbiguous() {
        context.effect().markAmbiguous();
    }

    private Object reconciled(ListedTokenSummary... tokens) {
        listed = Flux.just(tokens);
        return reconciled();
    }

    private Object reconciled() {
        return after(PROCESSING_TIME, reconciler().reconcile(context, serverError(), Duration.ZERO));
    }

    private static void assertLost(Object result, String id) {
        assertThat(result).isInstanceOfSatisfying(SecretLostException.class, lost -> {
            assertThat(lost.getId()).isEqualTo(id);
            assertThat(lost.getName()).isEqualTo(NAME);
        });
    }

    private static void assertUnknown(Object result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        unknown -> assertThat(unknown.getCause())
                                .as("no error of the list")
                                .hasNoSuppressedExceptions());
    }

    private static void assertNotApplied(Object result) {
        assertThat(result).isEqualTo("completed");
    }

    @Test
    void tenantGetsTheTimeToFinishTheRequest() {
        Mono<Void> reconciliation = reconciler().reconcile(context, serverError(), Duration.ZERO);

        assertThat(after(Duration.ofMillis(199), reconciliation)).isEqualTo("nothing");
        assertThat(lists).hasValue(0);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(lists).hasValue(1);
    }

    @Test
    void longerWaitThatTheTenantAsksForIsKept() {
        after(Duration.ofMillis(2_999), reconciler().reconcile(context, serverError(), Duration.ofSeconds(3)));
        assertThat(lists).hasValue(0);

        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(lists).hasValue(1);
    }

    @Test
    void nothingIsListedIfTheDeadlineDoesNotAllowTheWait() {
        Duration remaining = context.time().getRemaining();

        assertUnknown(after(Duration.ZERO, reconciler().reconcile(context, serverError(), remaining)));
        assertThat(lists).hasValue(0);

        after(remaining, reconciler().reconcile(context, serverError(), remaining.minusMillis(1)));
        assertThat(lists).hasValue(1);
    }

    @Test
    void tokenThatWasCreatedDuringTheCallIsItsOwn() {
        assertLost(reconciled(token("id-1", NAME, DURING)), "id-1");
    }

    @Test
    void listIsReadUpToTheTokenOnly() {
        AtomicBoolean cancelled = new AtomicBoolean();
        listed = endless(cancelled, token("id-1", NAME, DURING));

        assertLost(reconciled(), "id-1");
        assertThat(cancelled).isTrue();
    }

    /** A date has whole seconds, and a response takes a moment to arrive: five seconds, and after them another 45. */
    @ParameterizedTest
    @CsvSource({"-4999, lost", "-5000, unknown", "-49999, unknown", "-50000, completed"})
    void dateOfTheTokenIsComparedWithinThePrecisionOfTheClocks(long millis, String expected) {
        Object result = reconciled(token("id-1", NAME, BEGUN.plusMillis(millis)));

        switch (expected) {
            case "lost" -> assertLost(result, "id-1");
            case "unknown" -> assertUnknown(result);
            default -> assertNotApplied(result);
        }
    }

    @Test
    void dateOfTheTokenSaysNothingIfTheTimeOfTheTenantIsNotKnown() {
        listed = Flux.just(token("id-1", NAME, BEGUN.minus(Duration.ofHours(9))));

        assertUnknown(after(
                PROCESSING_TIME,
                reconciler(new TenantClock(timeSource)).reconcile(context, serverError(), Duration.ZERO)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CI deploy", "ci  deploy", " ci deploy", "ci deploy "})
    void tokenOfASimilarNameMayBeTheOne(String similar) {
        assertUnknown(reconciled(token("id-1", similar, DURING)));
        assertUnknown(reconciled(token("id-1", similar, DURING), token("id-2", "other", DURING)));
    }

    @Test
    void tokenOfAnotherNameIsNot() {
        assertNotApplied(reconciled(token("id-1", "cd deploy", DURING)));
        assertThat(reconciled()).isEqualTo("completed");
    }

    @Test
    void tokenThatCannotBeReadMayBeTheOne() {
        assertUnknown(reconciled(token(null, NAME, DURING)));
        assertUnknown(reconciled(token("id-1", NAME, null)));
        assertUnknown(reconciled(token("id-1", null, DURING)));
        assertNotApplied(reconciled(token("id-1", null, BEGUN.minusSeconds(60))));
        assertNotApplied(reconciled(token("id-1", null, null)));
    }

    @Test
    void tokenWhoseSecretWasReceivedIsOfAnotherCreate() {
        recent.addReceived("id-1");

        assertNotApplied(reconciled(token("id-1", NAME, DURING)));
        assertNotApplied(reconciled(token("id-1", null, DURING)));
    }

    @Test
    void tokenWhoseSecretWasReceivedDoesNotHideTheOtherOne() {
        recent.addReceived("id-1");
        ListedTokenSummary received = token("id-1", NAME, DURING.plusMillis(1));
        ListedTokenSummary other = token("id-2", NAME, DURING);

        assertLost(reconciled(received, other), "id-2");
        assertLost(reconciled(other, received), "id-2");
        assertUnknown(reconciled(received, token("id-2", "CI DEPLOY", DURING)));
        assertUnknown(reconciled(token("id-2", "CI DEPLOY", DURING), received));
    }

    @Test
    void exactNameCountsBeforeASimilarOne() {
        ListedTokenSummary exact = token("id-1", NAME, BEGUN.minusSeconds(60));
        ListedTokenSummary similar = token("id-2", "CI DEPLOY", BEGUN.minusSeconds(20));

        assertNotApplied(reconciled(exact, similar));
        assertNotApplied(reconciled(similar, exact));
    }

    @Test
    void newestOfTheNameCounts() {
        ListedTokenSummary old = token("id-1", NAME, BEGUN.minusSeconds(60));
        ListedTokenSummary newer = token("id-2", NAME, BEGUN.minusSeconds(20));
        ListedTokenSummary undated = token("id-3", NAME, null);

        assertNotApplied(reconciled(old));
        assertUnknown(reconciled(old, newer));
        assertUnknown(reconciled(newer, old));
        assertUnknown(reconciled(old, undated));
        assertUnknown(reconciled(undated, old));
    }

    @Test
    void nameOfTwoCreatesInFlightMayBeOfEither() {
        recent.addInFlight(NAME);
        recent.addInFlight(NAME);

        assertUnknown(reconciled(token("id-1", NAME, DURING)));
    }

    @Test
    void idInTheResponseIsTheTokensAlthoughTheListDoesNotShowIt() {
        context.attempt().created("id-9");
        assertLost(reconciled(token("id-1", "other", DURING)), "id-9");

        listed = Flux.error(new IllegalStateException("made up"));
        assertLost(reconciled(), "id-9");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 422})
    void refusedNameThatIsNotListedIsUnknown(int status) {
        ErrorResponse body = ErrorResponse.builder().build();
        Throwable refusal = status == 400
                ? new BadRequestException(context.summary(), status, body)
                : new UnexpectedStatusException(context.summary(), status, body, null);
        Object result = after(PROCESSING_TIME, reconciler().reconcile(context, refusal, Duration.ZERO));

        if (status == 422) {
            assertNotApplied(result);
        } else {
            assertUnknown(result);
        }
    }

    @Test
    void failedListIsUnknownAndItsErrorIsKept() {
        Throwable ambiguous = serverError();
        Throwable lookupError = new IllegalStateException("made up");
        listed = Flux.error(lookupError);
        Object result = after(PROCESSING_TIME, reconciler().reconcile(context, ambiguous, Duration.ZERO));

        assertThat(result).isInstanceOf(OutcomeUnknownException.class);
        assertThat(ambiguous.getSuppressed()).containsExactly(lookupError);
    }

    /** The close ends the create as well, with an error of its own. */
    @Test
    void closeOfTheClientIsNoResult() {
        listed = Flux.error(new ClientClosedException(context.summary(), false, null, null));

        assertThat(reconciled()).isEqualTo("nothing");
    }

    private Object replaced(ListedTokenSummary token, List<String> deleted, Mono<Void> delete) {
        listed = Flux.just(token);
        CreateReconciler replacing = new CreateReconciler(
                NAME,
                this::list,
                (create, id) -> delete.doOnSubscribe(s -> deleted.add(id)),
                clock,
                recent,
                new AbandonedCreateHandler(abandoned::add),
                timeSource);
        return after(PROCESSING_TIME, replacing.reconcile(context, serverError(), Duration.ZERO));
    }

    @Test
    void unusedTokenIsDeletedToBeReplaced() {
        List<String> deleted = new ArrayList<>();

        assertNotApplied(replaced(token("id-1", NAME, DURING), deleted, Mono.empty()));
        assertThat(deleted).containsExactly("id-1");
    }

    @Test
    void tokenThatMayBeInUseIsNotDeleted() {
        List<String> deleted = new ArrayList<>();

        assertLost(replaced(new ListedTokenSummary("id-1", NAME, DURING, true), deleted, Mono.empty()), "id-1");
        assertThat(deleted).isEmpty();
    }

    @Test
    void failedDeleteIsKeptByTheError() {
        Throwable failure = new IllegalStateException("made up");
        Object result = replaced(token("id-1", NAME, DURING), new ArrayList<>(), Mono.error(failure));

        assertLost(result, "id-1");
        assertThat(((Throwable) result).getSuppressed()).containsExactly(failure);
    }

    @ParameterizedTest
    @CsvSource({"PT4S, true", "PT6S, false", "-PT6S, false", "PT10M, false"})
    void tokenOfTheNameIsUncertainIfTheMachineHasSleptOrItsClockWasSet(Duration change, boolean isKnown) {
        shift = change;
        Object result = reconciled(token("id-1", NAME, DURING));
        if (isKnown) {
            assertLost(result, "id-1");
        } else {
            assertUnknown(result);
        }
    }

    @Test
    void namelessTokenOfTheTimeOfACallWithASleepIsUncertain() {
        shift = Duration.ofMinutes(10);
        assertUnknown(reconciled(token("id-1", null, DURING)));
    }

    @Test
    void sleepDoesNotMakeACreateThatNoTokenShowsUncertain() {
        shift = Duration.ofMinutes(10);
        assertNotApplied(reconciled());
    }
}
