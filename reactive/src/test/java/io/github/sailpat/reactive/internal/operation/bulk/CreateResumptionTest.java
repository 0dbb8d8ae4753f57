package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import io.github.sailpat.reactive.internal.pipeline.CallPipeline;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Which token of a list is taken for the one that an earlier run has created, by a clock that the test moves. */
class CreateResumptionTest {
    private static final String NAME = "ci";
    private static final Instant RECORDED = Instant.parse("2026-11-29T08:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final FunctionThreads functions = new FunctionThreads("sailpat-function");
    private final BulkJobs jobs = jobs();
    private final List<BulkJournalEntry> namesakes = new ArrayList<>();
    private BulkOptions options = options(o -> o);
    private boolean tenantTime = true;

    @AfterEach
    void close() {
        functions.close();
    }

    /** The jobs of a client that sends nothing. */
    private BulkJobs jobs() {
        TimeSource timeSource = TimeSource.of(time);
        OpenCalls openCalls = new OpenCalls(Runnable::run, Schedulers.parallel());
        return new BulkJobs(
                new CallPipeline(null, null, null, null, null, null, timeSource, openCalls, functions),
                null,
                null,
                Duration.ofMinutes(1),
                null,
                1,
                false,
                false,
                new TenantClock(timeSource),
                new UndeliveredSecretHandler(null));
    }

    /** A create has 80 seconds from its entry: twice its deadline, and the patience. */
    private static BulkOptions options(UnaryOperator<BulkOptions.Builder> more) {
        return BulkOptions.create(
                o -> more.apply(o.deadline(Duration.ofSeconds(10)).patience(Duration.ofMinutes(1))));
    }

    private static PersonalAccessToken token(String id, String name, @Nullable Instant created) {
        return PersonalAccessToken.builder().id(id).name(name).created(created).build();
    }

    private BulkJournalEntry entry(String key, BulkJournalState state, @Nullable String id) {
        return BulkJournalEntry.create(e -> e.key(key)
                .digest("digest")
                .state(state)
                .at(RECORDED)
                .tenantTime(tenantTime)
                .name(NAME)
                .id(id));
    }

    private Mono<Resumption<CreatedPersonalAccessToken>> resume(Flux<PersonalAccessToken> list) {
        return new CreateResumption(list, Mono.just(namesakes), options, jobs, false)
                .resume(entry("key", BulkJournalState.SENT, null), NAME, ScriptedJob.summary(CallPhase.RESPONSE));
    }

    private Resumption<CreatedPersonalAccessToken> resumed(PersonalAccessToken... tokens) {
        return resumed(Flux.just(tokens));
    }

    private Resumption<CreatedPersonalAccessToken> resumed(Flux<PersonalAccessToken> list) {
        var result = resume(list).toFuture();
        time.advanceTimeBy(Duration.ofMillis(200));
        return Mono.fromFuture(result).block(SOON);
    }

    private static void assertUnclear(Resumption<?> resumption, String cause) {
        assertThat(resumption)
                .isInstanceOfSatisfying(
                        Resumption.Unclear.class,
                        unclear -> assertThat(unclear.error())
                                .isInstanceOf(OutcomeUnknownException.class)
                                .hasRootCauseMessage(cause));
    }

    private static void assertLost(Resumption<?> resumption, String id) {
        assertThat(resumption)
                .isInstanceOfSatisfying(
                        Resumption.Lost.class,
                        lost -> assertThat(lost.error().getId()).isEqualTo(id));
    }

    @Test
    void tenantGetsTheTimeToFinishTheRequest() {
        List<Object> results = new ArrayList<>();
        resume(Flux.empty()).subscribe(results::add);
        time.advanceTimeBy(Duration.ofMillis(199));
        assertThat(results).isEmpty();

        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(results).containsExactly(new Resumption.Send<>(true));
    }

    @Test
    void nameThatNoTokenHasIsSentAgainInDoubt() {
        assertThat(resumed(token("id-1", "other", RECORDED), token("id-2", null, RECORDED)))
                .isEqualTo(new Resumption.Send<>(true));
    }

    @Test
    void failedListIsUnclear() {
        assertUnclear(resumed(Flux.error(new IllegalStateException("made up"))), "made up");
    }

    /** Five seconds of precision, 45 of the clocks, and 80 that the create may have taken. */
    @ParameterizedTest
    @CsvSource({
        "-50001, another",
        "-50000, unclear",
        "-5000, unclear",
        "-4999, lost",
        "84999, lost",
        "85000, unclear",
        "130000, unclear",
        "130001, another"
    })
    void tokenIsTheInputsIfItWasCreatedWhenTheCreateCouldHaveBeenSent(long millis, String expected) {
        Resumption<?> resumption = resumed(token("id-1", NAME, RECORDED.plusMillis(millis)));

        switch (expected) {
            case "lost" -> assertLost(resumption, "id-1");
            case "unclear" -> assertUnclear(resumption, "token id-1 may be the one");
            default -> assertThat(resumption).isEqualTo(new Resumption.Send<>(false));
        }
    }

    @Test
    void timeThatIsNotTheTenantsExcludesNothing() {
        tenantTime = false;

        assertUnclear(resumed(token("id-1", NAME, RECORDED.minus(Duration.ofHours(9)))), "token id-1 may be the one");
    }

    @Test
    void tokenWithoutADateOrOfASimilarNameIsUnclear() {
        assertUnclear(resumed(token("id-1", NAME, null)), "token id-1 may be the one");
        assertUnclear(resumed(token("id-1", "CI", RECORDED)), "token id-1 may be the one");
    }

    @Test
    void exactNameCountsBeforeASimilarOne() {
        PersonalAccessToken exact = token("id-1", NAME, RECORDED);
        PersonalAccessToken similar = token("id-2", "CI", RECORDED);

        assertLost(resumed(exact, similar), "id-1");
        assertLost(resumed(similar, exact), "id-1");
    }

    @Test
    void tokenOfAnotherInputIsNotTaken() {
        namesakes.add(entry("another", BulkJournalState.SUCCEEDED, "id-1"));

        assertThat(resumed(token("id-1", NAME, RECORDED))).isEqualTo(new Resumption.Send<>(false));
        assertLost(resumed(token("id-2", NAME, RECORDED)), "id-2");
    }

    @ParameterizedTest
    @EnumSource
    void tokenThatAnotherInputMayHaveCreatedIsUnclear(BulkJournalState state) {
        namesakes.add(entry("another", state, null));
        Resumption<?> resumption = resumed(token("id-1", NAME, RECORDED));

        if (state == BulkJournalState.SENT || state == BulkJournalState.UNKNOWN) {
            assertUnclear(resumption, "token id-1 may be the one");
        } else {
            assertLost(resumption, "id-1");
        }
    }

    @Test
    void secretThatIsStoredIsFound() {
        options = options(o -> o.storedSecret(token -> Mono.just(Secret.of("secret of " + token.getId()))));

        assertThat(resumed(token("id-1", NAME, RECORDED)))
                .isInstanceOfSatisfying(
                        Resumption.Applied.class,
                        applied -> assertThat(((CreatedPersonalAccessToken) applied.result()).getSecret())
                                .isEqualTo(Secret.of("secret of id-1")));
    }

    @Test
    void secretThatIsNotStoredIsLost() {
        options = options(o -> o.storedSecret(token -> Mono.empty()));

        assertLost(resumed(token("id-1", NAME, RECORDED)), "id-1");
    }
}
