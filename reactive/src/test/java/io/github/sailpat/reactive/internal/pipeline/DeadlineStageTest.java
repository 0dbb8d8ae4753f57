package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a call ends with when its deadline passes, its client is closed or its subscriber cancels. */
class DeadlineStageTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final RateLimiter limiter = RateLimiter.slidingWindow(100, Duration.ofSeconds(10), clock);
    private final OpenCalls openCalls = new OpenCalls(Runnable::run, clock);
    private final TestPublisher<String> attempts = TestPublisher.create();
    private final AtomicInteger abandoned = new AtomicInteger();
    private @Nullable Throwable pendingFetch;
    private ScheduledExecutorService loop = new EventLoop(() -> {});

    private final DeadlineStage stage =
            new DeadlineStage(limiter, () -> pendingFetch, TimeSource.of(clock), openCalls, Runnable::run);

    @AfterEach
    void close() {
        loop.shutdownNow();
        clock.dispose();
    }

    private static ApiCall<String> call(CallKind kind) {
        return new ApiCall<>("op", "POST", "/x", "/x", null, null, kind, (head, body, context) -> Flux.empty());
    }

    private CallContext context(CallKind kind) {
        return new CallContext(call(kind), DEADLINE, TimeSource.of(clock));
    }

    private CallContext sent(CallKind kind) {
        CallContext context = context(kind);
        context.beginAttempt();
        context.enter(CallPhase.RESPONSE);
        return context;
    }

    private Flux<String> limited(CallKind kind, CallContext context) {
        return stage.apply(call(kind), context, "nightly", abandoned::incrementAndGet, attempts.flux());
    }

    private void pass(Duration time) {
        clock.advanceTimeBy(time);
    }

    private StepVerifier.Step<String> atDeadline(CallKind kind, CallContext context) {
        return StepVerifier.create(limited(kind, context))
                .expectSubscription()
                .then(() -> pass(DEADLINE.minusMillis(1)))
                .then(attempts::assertNotCancelled)
                .then(() -> pass(Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @EnumSource
    void callThatWasNotSentEndsWithoutAnEffect(CallKind kind) {
        atDeadline(kind, context(kind))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(DeadlineExceededException.class, late -> {
                            assertThat(late.getDeadline()).isEqualTo(DEADLINE);
                            assertThat(late.isMaybeApplied()).isFalse();
                            assertThat(late.getCall().getRequestLine()).isEqualTo("POST /x");
                        }))
                .verify(SOON);
        attempts.assertCancelled();
        assertThat(abandoned).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"READ, false", "DELETE, true"})
    void callThatWasSentTellsWhetherItMayHaveBeenApplied(CallKind kind, boolean maybeApplied) {
        atDeadline(kind, sent(kind))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                DeadlineExceededException.class,
                                late -> assertThat(late.isMaybeApplied()).isEqualTo(maybeApplied)))
                .verify(SOON);
    }

    @Test
    void outcomeOfACreateThatWasSentIsUnknownAndHasItsName() {
        atDeadline(CallKind.CREATE, sent(CallKind.CREATE))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> {
                            assertThat(unknown.getName()).isEqualTo("nightly");
                            assertThat(unknown).hasCauseInstanceOf(DeadlineExceededException.class);
                        }))
                .verify(SOON);
    }

    @Test
    void causeIsTheErrorOfTheLastAttempt() {
        IllegalStateException last = new IllegalStateException("last");
        pendingFetch = new IllegalStateException("of another call");
        CallContext context = sent(CallKind.READ);
        context.effect().keepError(last);
        atDeadline(CallKind.READ, context)
                .expectErrorSatisfies(e -> assertThat(e).hasCause(last))
                .verify(SOON);
        assertThat(last).hasNoSuppressedExceptions();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void causeIsTheFetchOfAnAccessTokenThatIsWaitedFor(boolean failedBefore) {
        IllegalStateException last = new IllegalStateException("last");
        IllegalStateException fetch = new IllegalStateException("no access token yet");
        pendingFetch = fetch;
        CallContext context = context(CallKind.READ);
        context.beginAttempt();
        if (failedBefore) {
            context.effect().keepError(last);
        }
        atDeadline(CallKind.READ, context)
                .expectErrorSatisfies(e -> assertThat(e).hasCause(fetch))
                .verify(SOON);
        assertThat(fetch.getSuppressed()).containsExactly(failedBefore ? new Throwable[] {last} : new Throwable[0]);
    }

    @Test
    void partialResultComesInPlaceOfTheError() {
        CallContext context = sent(CallKind.CREATE);
        atDeadlineOffering(context, Mono.just("partial"))
                .expectNext("partial")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void partialResultThatIsNoneEndsWithTheErrorOfTheDeadline() {
        CallContext context = sent(CallKind.CREATE);
        atDeadlineOffering(context, Mono.error(new IllegalStateException("not enough")))
                .expectError(OutcomeUnknownException.class)
                .verify(SOON);
    }

    private StepVerifier.Step<String> atDeadlineOffering(CallContext context, Mono<String> partial) {
        context.attempt().offerPartialResult(partial);
        return atDeadline(CallKind.CREATE, context);
    }

    @Test
    void listThatArrivesIsLeftToItsDecoder() {
        CallContext context = sent(CallKind.READ);
        List<Throwable> ends = new ArrayList<>();
        context.attempt().beginStream(ends::add);
        StepVerifier.create(limited(CallKind.READ, context))
                .expectSubscription()
                .then(() -> pass(DEADLINE.multipliedBy(3)))
                .then(() -> attempts.next("element"))
                .expectNext("element")
                .then(attempts::assertNotCancelled)
                .then(() -> openCalls.close().subscribe())
                .then(() -> assertThat(ends).hasSize(1).first().isInstanceOf(ClientClosedException.class))
                .then(attempts::complete)
                .expectComplete()
                .verify(SOON);
    }

    @ParameterizedTest
    @CsvSource({"READ, false,", "CREATE, true, nightly", "DELETE, true,"})
    void closeTellsWhetherTheCallMayHaveBeenApplied(CallKind kind, boolean maybeApplied, @Nullable String name) {
        IllegalStateException last = new IllegalStateException("last");
        CallContext context = sent(kind);
        context.effect().keepError(last);
        StepVerifier.create(limited(kind, context))
                .expectSubscription()
                .then(() -> openCalls.close().subscribe())
                .expectErrorSatisfies(e -> assertThat(e).isInstanceOfSatisfying(ClientClosedException.class, closed -> {
                    assertThat(closed.isMaybeApplied()).isEqualTo(maybeApplied);
                    assertThat(closed.getName()).isEqualTo(name);
                    assertThat(closed).hasCause(last);
                }))
                .verify(SOON);
        assertThat(abandoned).hasValue(maybeApplied ? 1 : 0);
    }

    @Test
    void closeOfACreateThatWasNotSentHasNoName() {
        StepVerifier.create(limited(CallKind.CREATE, context(CallKind.CREATE)))
                .expectSubscription()
                .then(() -> openCalls.close().subscribe())
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                ClientClosedException.class,
                                closed -> assertThat(closed.getName()).isNull()))
                .verify(SOON);
        assertThat(abandoned).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void cancelAbandonsWhatMayHaveBeenApplied(CallKind kind) {
        StepVerifier.create(limited(kind, sent(kind)))
                .expectSubscription()
                .thenCancel()
                .verify(SOON);
        assertThat(abandoned).hasValue(kind == CallKind.READ ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1"})
    void cancelAbandonsNothingOfACallThatWasHaltedWhileItWaited(boolean halted, int times) {
        CallContext context = context(CallKind.CREATE);
        context.effect().markAmbiguous();
        if (halted) {
            context.halt();
        }
        StepVerifier.create(limited(CallKind.CREATE, context))
                .expectSubscription()
                .thenCancel()
                .verify(SOON);
        assertThat(abandoned).hasValue(times);
    }

    private CallContext item() {
        return new CallContext(call(CallKind.DELETE), DEADLINE, PATIENCE, TimeSource.of(clock));
    }

    @Test
    void waitOfAnItemForItsPermitDoesNotCount() {
        CallContext item = item();
        StepVerifier.create(limited(CallKind.DELETE, item))
                .expectSubscription()
                .then(() -> pass(Duration.ofSeconds(50)))
                .then(attempts::assertNotCancelled)
                .then(() -> {
                    item.beginAttempt();
                    item.enter(CallPhase.RESPONSE);
                    pass(DEADLINE.minusMillis(1));
                })
                .then(attempts::assertNotCancelled)
                .then(() -> pass(Duration.ofMillis(1)))
                .expectError(DeadlineExceededException.class)
                .verify(SOON);
    }

    /** It had used up its time but for ten milliseconds when it came to wait again. */
    @Test
    void itemWithLittleTimeLeftIsCheckedSoonAfterItsPermit() {
        CallContext item = item();
        item.beginAttempt();
        item.enter(CallPhase.RESPONSE);
        StepVerifier.create(limited(CallKind.DELETE, item))
                .expectSubscription()
                .then(() -> pass(DEADLINE.minusMillis(10)))
                .then(item::awaitPermit)
                .then(() -> pass(Duration.ofSeconds(7)))
                .then(attempts::assertNotCancelled)
                .then(() -> {
                    item.beginAttempt();
                    item.enter(CallPhase.RESPONSE);
                    pass(Duration.ofMillis(30));
                })
                .expectError(DeadlineExceededException.class)
                .verify(SOON);
    }

    @Test
    void itemWaitsForAPauseThatItHasThePatienceFor() {
        limiter.pause(PATIENCE.plus(DEADLINE));
        StepVerifier.create(limited(CallKind.DELETE, item()))
                .expectSubscription()
                .then(() -> pass(Duration.ofSeconds(50)))
                .then(attempts::assertNotCancelled)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void itemDoesNotWaitForALongerPause() {
        limiter.pause(PATIENCE.plus(DEADLINE).plusMillis(1));
        atDeadline(CallKind.DELETE, item())
                .expectError(DeadlineExceededException.class)
                .verify(SOON);
    }

    /** Reads what is there before it runs a task that was due later, as an event loop does. */
    private static final class EventLoop extends ScheduledThreadPoolExecutor {
        private final Runnable read;

        EventLoop(Runnable read) {
            super(1);
            this.read = read;
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return super.schedule(
                    () -> {
                        read.run();
                        task.run();
                    },
                    delay,
                    unit);
        }
    }

    /** A process that was stopped may have the response in its socket. */
    @Test
    void responseThatIsReadJustBeforeTheDeadlineCounts() {
        loop = new EventLoop(() -> attempts.next("response"));
        CallContext context = sent(CallKind.READ);
        context.attempt().sentOn(loop);
        atDeadline(CallKind.READ, context)
                .expectNext("response")
                .then(() -> pass(Duration.ofSeconds(5)))
                .then(attempts::complete)
                .expectComplete()
                .verify(SOON);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deadlinePassesIfNothingIsRead(boolean isLoopGone) {
        if (isLoopGone) {
            loop.shutdownNow();
        }
        CallContext context = sent(CallKind.READ);
        context.attempt().sentOn(loop);
        atDeadline(CallKind.READ, context)
                .expectError(DeadlineExceededException.class)
                .verify(SOON);
    }

    @Test
    void blockedEventLoopDelaysTheDeadlineByABoundedTime() {
        loop = new EventLoop(() -> Mono.never().block(SOON));
        CallContext context = sent(CallKind.READ);
        context.attempt().sentOn(loop);
        atDeadline(CallKind.READ, context)
                .then(() -> pass(Duration.ofMillis(999)))
                .then(attempts::assertNotCancelled)
                .then(() -> pass(Duration.ofMillis(1)))
                .expectError(DeadlineExceededException.class)
                .verify(SOON);
    }

    /** The event loop gets its connection between the end of the time and the cancel of the call. */
    private Flux<String> sentBeforeItsCancel(CallContext context) {
        context.beginAttempt();
        context.enter(CallPhase.CONNECTION);
        return stage.apply(
                call(CallKind.CREATE),
                context,
                "nightly",
                abandoned::incrementAndGet,
                attempts.flux().doOnCancel(() -> context.enter(CallPhase.RESPONSE)));
    }

    @Test
    void callThatIsSentWhileItsDeadlinePassesMayHaveBeenApplied() {
        StepVerifier.create(sentBeforeItsCancel(context(CallKind.CREATE)))
                .expectSubscription()
                .then(() -> pass(DEADLINE))
                .expectError(OutcomeUnknownException.class)
                .verify(SOON);
    }

    @Test
    void callThatIsSentWhileItsClientIsClosedMayHaveBeenApplied() {
        StepVerifier.create(sentBeforeItsCancel(context(CallKind.CREATE)))
                .expectSubscription()
                .then(() -> openCalls.close().subscribe())
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                ClientClosedException.class,
                                closed -> assertThat(closed.isMaybeApplied()).isTrue()))
                .verify(SOON);
        assertThat(abandoned).hasValue(1);
    }
}
