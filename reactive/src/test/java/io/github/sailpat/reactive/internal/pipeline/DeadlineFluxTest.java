package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.publisher.TestPublisher.Violation;
import reactor.test.scheduler.VirtualTimeScheduler;

class DeadlineFluxTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final TestPublisher<String> call = TestPublisher.create();
    private final OpenCalls openCalls = new OpenCalls(Runnable::run, Schedulers.parallel());

    @AfterEach
    void closeTimer() {
        timer.dispose();
    }

    private record Time(Flux<String> atDeadline, int looks, AtomicInteger looked) implements DeadlineFlux.Time<String> {
        static Time untilTheFirstCheck(Flux<String> end) {
            return new Time(end, 1, new AtomicInteger());
        }

        @Override
        public Duration untilFirstCheck() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration untilNextCheck() {
            return looked.incrementAndGet() < looks ? Duration.ofSeconds(1) : Duration.ZERO;
        }

        @Override
        public Flux<String> atClose() {
            return Flux.just("closed");
        }
    }

    private DeadlineFlux<String> flux(Flux<String> source, DeadlineFlux.Time<String> time) {
        return new DeadlineFlux<>(source, time, new TimeoutScheduler(TimeSource.of(timer)), openCalls);
    }

    private DeadlineFlux<String> flux(Flux<String> source, Flux<String> end) {
        return flux(source, Time.untilTheFirstCheck(end));
    }

    private record SuppliedTime(Duration untilFirstCheck, Supplier<Duration> next)
            implements DeadlineFlux.Time<String> {
        @Override
        public Duration untilNextCheck() {
            return next.get();
        }

        @Override
        public Flux<String> atDeadline() {
            return Flux.just("end");
        }

        @Override
        public Flux<String> atClose() {
            return Flux.just("closed");
        }
    }

    @Test
    void theEndComesInPlaceOfACallWithoutASignal() {
        StepVerifier.create(flux(call.flux(), Flux.just("end")))
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(1)))
                .expectNext("end")
                .expectComplete()
                .verify(SOON);
        call.assertCancelled();
    }

    @Test
    void theEndWaitsForDemand() {
        StepVerifier.create(flux(call.flux(), Flux.just("end")), 0)
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(1)))
                .then(call::assertCancelled)
                .thenRequest(1)
                .expectNext("end")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void theFirstSignalOfTheCallEndsTheWatch() {
        Time time = Time.untilTheFirstCheck(Flux.just("end"));
        StepVerifier.create(flux(call.flux(), time))
                .then(() -> call.next("first"))
                .expectNext("first")
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(9)))
                .then(() -> call.next("second").complete())
                .expectNext("second")
                .expectComplete()
                .verify(SOON);
        assertThat(time.looked()).hasValue(0);
    }

    @Test
    void timeThatIsLeftIsWaitedForAgain() {
        Time time = new Time(Flux.just("end"), 3, new AtomicInteger());
        StepVerifier.create(flux(call.flux(), time))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(2900)))
                .then(call::assertNotCancelled)
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(100)))
                .expectNext("end")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void cancelEndsCallAndWatch() {
        Time time = Time.untilTheFirstCheck(Flux.just("end"));
        StepVerifier.create(flux(call.flux(), time))
                .then(call::assertWasSubscribed)
                .thenCancel()
                .verify(SOON);
        timer.advanceTimeBy(Duration.ofSeconds(2));
        call.assertCancelled();
        assertThat(time.looked()).hasValue(0);
    }

    /** A subscriber that cancels before it has heard of the call or of its end does not know what became of it. */
    @Test
    void cancelIsToldUntilTheFirstSignalOfTheEnd() {
        AtomicInteger told = new AtomicInteger();
        TestPublisher<String> end = TestPublisher.create();
        DeadlineFlux<String> flux = flux(call.flux(), new DeadlineFlux.Time<>() {
            @Override
            public Duration untilFirstCheck() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Duration untilNextCheck() {
                return Duration.ZERO;
            }

            @Override
            public Flux<String> atDeadline() {
                return end.flux();
            }

            @Override
            public Flux<String> atClose() {
                return Flux.empty();
            }

            @Override
            public void cancelled() {
                told.incrementAndGet();
            }
        });

        StepVerifier.create(flux)
                .expectSubscription()
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(1)))
                .thenCancel()
                .verify(SOON);
        assertThat(told).hasValue(1);

        StepVerifier.create(flux)
                .expectSubscription()
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(1)))
                .then(() -> end.next("end"))
                .expectNext("end")
                .thenCancel()
                .verify(SOON);
        assertThat(told).hasValue(1);
    }

    @Test
    void callThatIsCancelledAtItsSubscriptionIsNotBegun() {
        Time time = Time.untilTheFirstCheck(Flux.just("end"));
        StepVerifier.create(flux(call.flux(), time)).thenCancel().verify(SOON);
        call.assertWasNotSubscribed();
        StepVerifier.create(openCalls.drain()).expectComplete().verify(SOON);
    }

    @Test
    void closeComesInPlaceOfACallWithoutASignal() {
        StepVerifier.create(flux(call.flux(), Flux.just("end")))
                .then(() -> openCalls.close().subscribe())
                .expectNext("closed")
                .expectComplete()
                .verify(SOON);
        call.assertCancelled();
        StepVerifier.create(openCalls.drain()).expectComplete().verify(SOON);
    }

    @Test
    void endIsSignalledEvenIfTheCallCannotBeCancelled() {
        Flux<String> broken = Flux.<String>never().doOnCancel(() -> {
            throw new IllegalStateException("the event loop is gone");
        });
        StepVerifier.create(flux(broken, Flux.just("end")))
                .then(() -> openCalls.close().subscribe())
                .expectNext("closed")
                .expectComplete()
                .verify(SOON);
    }

    /** Nobody is told who has gone, not even by a dropped error: the timer rings just when the caller gives up. */
    @Test
    void nothingOfTheEndIsHeardAfterCancel() {
        TestPublisher<String> end =
                TestPublisher.createNoncompliant(Violation.CLEANUP_ON_TERMINATE, Violation.REQUEST_OVERFLOW);
        List<Object> heard = new ArrayList<>();
        List<Object> discarded = new ArrayList<>();
        Disposable subscription = flux(call.flux(), end.flux())
                .doOnEach(heard::add)
                .doOnDiscard(String.class, discarded::add)
                .subscribe(heard::add, heard::add);
        timer.advanceTimeBy(Duration.ofSeconds(1));
        end.assertSubscribers(1);

        subscription.dispose();
        end.next("late").error(new IllegalStateException("late"));
        end.complete();

        assertThat(heard).isEmpty();
        assertThat(discarded).containsExactly("late");
    }

    @Test
    void elementOfACallThatWasReplacedIsDiscarded() {
        TestPublisher<String> late =
                TestPublisher.createNoncompliant(Violation.CLEANUP_ON_TERMINATE, Violation.REQUEST_OVERFLOW);
        List<Object> discarded = new ArrayList<>();
        StepVerifier.create(flux(late.flux(), Flux.just("end")).doOnDiscard(String.class, discarded::add))
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(1)))
                .then(() -> late.next("late").complete())
                .expectNext("end")
                .expectComplete()
                .verify(SOON);
        assertThat(discarded).containsExactly("late");
    }

    @Test
    void callIsOpenFromItsSubscriptionToItsEnd() {
        IllegalStateException failure = new IllegalStateException("on purpose");
        for (Flux<String> source : List.of(Flux.just("a"), Flux.<String>error(failure), Flux.<String>never())) {
            for (Flux<String> end : List.of(Flux.just("end"), Flux.<String>error(failure), Flux.<String>never())) {
                List<Boolean> open = new ArrayList<>();
                Disposable subscription = flux(source.doOnSubscribe(s -> open.add(openCalls.hasCalls())), end)
                        .subscribe(element -> {}, error -> {});
                timer.advanceTimeBy(Duration.ofSeconds(1));
                subscription.dispose();

                assertThat(open).containsExactly(true);
                assertThat(openCalls.hasCalls()).isFalse();
            }
        }
    }

    @Test
    void callThatTheTimerDoesNotTakeFailsAtOnce() {
        timer.dispose();
        StepVerifier.create(flux(call.flux(), Flux.just("end")))
                .expectError(RejectedExecutionException.class)
                .verify(SOON);
        call.assertWasNotSubscribed();
        assertThat(openCalls.hasCalls()).isFalse();
    }

    @Test
    void callWhoseNextCheckTheTimerDoesNotTakeFails() {
        DeadlineFlux.Time<String> time = new SuppliedTime(Duration.ofSeconds(1), () -> {
            timer.dispose();
            return Duration.ofSeconds(1);
        });
        StepVerifier.create(flux(call.flux(), time))
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(1)))
                .expectError(RejectedExecutionException.class)
                .verify(SOON);
        call.assertCancelled();
    }

    @Test
    void operatorsBelowAndAboveAreFoundByAScan() {
        AtomicReference<Scannable> ofCall = new AtomicReference<>();
        AtomicReference<Scannable> ofEnd = new AtomicReference<>();
        BaseSubscriber<String> subscriber = new BaseSubscriber<>() {};
        flux(scanned(ofCall), scanned(ofEnd)).subscribe(subscriber);
        timer.advanceTimeBy(Duration.ofSeconds(1));

        Scannable deadline = ofCall.get();
        assertThat(deadline.scanUnsafe(Attr.ACTUAL)).isSameAs(subscriber);
        assertThat(deadline.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(deadline.scan(Attr.CANCELLED)).isFalse();
        assertThat(ofEnd.get().scan(Attr.ACTUAL)).isSameAs(deadline);
        assertThat(ofEnd.get().scan(Attr.PARENT)).isNotNull();
        subscriber.cancel();
        assertThat(deadline.scan(Attr.CANCELLED)).isTrue();
    }

    /** Remembers its subscriber, and gives no signal. */
    private static Flux<String> scanned(AtomicReference<Scannable> subscriber) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super String> actual) {
                subscriber.set(Scannable.from(actual));
                actual.onSubscribe(new Subscription() {
                    @Override
                    public void request(long n) {}

                    @Override
                    public void cancel() {}
                });
            }
        };
    }

    /** The call answers in the very moment in which its time is over: one of the two, whole. */
    @Tag("race")
    @RepeatedTest(500)
    void oneOfTwoIsHeardWhenBothComeAtOnce() {
        DeadlineFlux.Time<String> time = new SuppliedTime(Duration.ZERO, () -> Duration.ZERO);
        Flux<String> answer = Flux.just("answer").subscribeOn(Schedulers.parallel());
        StepVerifier.create(new DeadlineFlux<>(answer, time, new TimeoutScheduler(TimeSource.system()), openCalls))
                .expectNextMatches(heard -> heard.equals("answer") || heard.equals("end"))
                .expectComplete()
                .verify(SOON);
    }
}
