package io.github.sailpat.reactive.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class SlidingWindowRateLimiterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final RateLimiter limiter = RateLimiter.slidingWindow(100, Duration.ofSeconds(10), clock);
    private final List<Long> starts = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();

    private Mono<Integer> call(int i, Duration latency) {
        return limiter.limit(Mono.defer(() -> {
            starts.add(clock.now(TimeUnit.MILLISECONDS));
            order.add(i);
            return latency.isZero() ? Mono.just(i) : Mono.delay(latency, clock).thenReturn(i);
        }));
    }

    private int mostInAnyWindow() {
        int most = 0;
        for (int first = 0, last = 0; last < starts.size(); last++) {
            while (starts.get(last) - starts.get(first) >= 10_000) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @Test
    void firstHundredGetPermitsImmediatelyAndTheOthersInOrder() {
        Flux.range(0, 1_000).flatMap(i -> call(i, Duration.ofMillis(20)), 1_000).subscribe();
        assertThat(starts).hasSize(100).containsOnly(0L);

        clock.advanceTimeBy(Duration.ofSeconds(94));
        assertThat(starts).hasSize(1_000);
        assertThat(order).isSorted();
        assertThat(mostInAnyWindow()).isLessThanOrEqualTo(100);
    }

    @Test
    void singleCallDoesNotWait() {
        call(1, Duration.ZERO).subscribe();
        assertThat(starts).containsExactly(0L);
    }

    @Test
    void cancelledWaiterLeavesTheQueue() {
        List<Disposable> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            calls.add(call(i, Duration.ZERO).subscribe());
        }
        calls.subList(100, 299).forEach(Disposable::dispose);
        clock.advanceTimeBy(Duration.ofMillis(10_200));
        assertThat(order).hasSize(101).endsWith(299);
    }

    @Test
    void permitsAreGrantedEvenlyAfterAPause() {
        limiter.pause(Duration.ofSeconds(30));
        limiter.pause(Duration.ofSeconds(1));
        Flux.range(0, 50).flatMap(i -> call(i, Duration.ZERO), 50).subscribe();
        clock.advanceTimeBy(Duration.ofMillis(29_999));
        assertThat(starts).isEmpty();
        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThat(starts).hasSize(1);
        clock.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(starts.size()).isBetween(9, 11);
        clock.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(starts).hasSize(50);
    }

    @Test
    void windowOfASlowCallStartsAtItsFirstSignal() {
        Flux.range(0, 101).flatMap(i -> call(i, Duration.ofSeconds(3)), 101).subscribe();
        clock.advanceTimeBy(Duration.ofSeconds(13));
        assertThat(starts).hasSize(100);
        clock.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(starts).hasSize(101);
    }

    @RepeatedTest(10)
    void noPermitIsLostWhenCallersCancelAtAnyTime() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RateLimiter narrow = RateLimiter.slidingWindow(8, Duration.ofMillis(20));
        AtomicInteger subscribed = new AtomicInteger();
        Flux.range(0, 600)
                .flatMap(
                        i -> narrow.limit(Mono.delay(Duration.ofNanos(random.nextInt(300_000)))
                                        .doOnSubscribe(s -> subscribed.incrementAndGet()))
                                .timeout(Duration.ofNanos(1 + random.nextInt(3_000_000)), Mono.empty())
                                .subscribeOn(Schedulers.parallel()),
                        64)
                .blockLast(SOON);
        StepVerifier.create(Flux.range(0, 9).flatMap(i -> narrow.limit(Mono.just(i)), 9))
                .as("seed " + seed)
                .expectNextCount(9)
                .expectComplete()
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void permitIsFreeOneWindowAfterTheFirstSignalOfAnyKind() {
        RateLimiter one = RateLimiter.slidingWindow(1, Duration.ofSeconds(10), clock);
        List<Mono<?>> sources = List.of(
                Mono.just(1),
                Mono.empty(),
                Mono.error(new IllegalStateException("refused")),
                Mono.just(2).concatWith(Mono.never()).next(),
                Mono.just(3));
        for (Mono<?> source : sources) {
            one.limit(source).onErrorComplete().subscribe(unused -> {}, e -> {}, () -> starts.add(nowMillis()));
        }
        clock.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(starts).containsExactly(0L, 10_050L, 20_100L, 30_150L, 40_200L);
    }

    @Test
    void callWithManySignalsCountsOnce() {
        RateLimiter one = RateLimiter.slidingWindow(1, Duration.ofSeconds(10), clock);
        one.limit(Flux.interval(Duration.ofSeconds(4), clock)).subscribe();
        one.limit(Mono.fromRunnable(() -> starts.add(nowMillis()))).subscribe();
        clock.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(starts).containsExactly(14_050L);
    }

    @Test
    void cancelAfterTheGrantCancelsTheSourceAndStartsTheWindow() {
        RateLimiter one = RateLimiter.slidingWindow(1, Duration.ofSeconds(10), clock);
        AtomicInteger cancelled = new AtomicInteger();
        Disposable open =
                one.limit(Mono.never().doOnCancel(cancelled::incrementAndGet)).subscribe();
        one.limit(Mono.fromRunnable(() -> starts.add(nowMillis()))).subscribe();
        clock.advanceTimeBy(Duration.ofSeconds(5));
        open.dispose();
        assertThat(cancelled).hasValue(1);
        clock.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(starts).containsExactly(15_050L);
    }

    @Test
    void permitOfASourceWhoseCancelThrowsComesBack() {
        RateLimiter one = RateLimiter.slidingWindow(1, Duration.ofSeconds(10), clock);
        Publisher<Object> source = subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                throw new NoClassDefFoundError("of the source");
            }
        });
        BaseSubscriber<Object> open = new BaseSubscriber<>() {};
        one.limit(Flux.from(source)).subscribe(open);

        assertThatThrownBy(open::cancel).isInstanceOf(NoClassDefFoundError.class);
        one.limit(Mono.fromRunnable(() -> starts.add(nowMillis()))).subscribe();
        clock.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(starts).hasSize(1);
    }

    @Test
    void cancelledWaiterIsNeverSubscribed() {
        RateLimiter one = RateLimiter.slidingWindow(1, Duration.ofSeconds(10), clock);
        AtomicInteger subscribed = new AtomicInteger();
        one.limit(Mono.just(1)).subscribe();
        one.limit(Mono.just(2).doOnSubscribe(s -> subscribed.incrementAndGet()))
                .subscribe()
                .dispose();
        one.limit(Mono.fromRunnable(() -> starts.add(nowMillis()))).subscribe();
        clock.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(subscribed).hasValue(0);
        assertThat(starts).containsExactly(10_050L);
    }

    @Test
    void pauseIsAtMostOneHour() {
        limiter.pause(Duration.ofDays(400));
        call(1, Duration.ZERO).subscribe();
        clock.advanceTimeBy(Duration.ofMinutes(60).minusMillis(1));
        assertThat(starts).isEmpty();
        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThat(starts).hasSize(1);
    }

    @Test
    void remainingPauseDecreases() {
        assertThat(limiter.getRemainingPause()).isZero();
        limiter.pause(Duration.ofSeconds(30));
        clock.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(limiter.getRemainingPause()).isEqualTo(Duration.ofSeconds(20));
        clock.advanceTimeBy(Duration.ofSeconds(20));
        assertThat(limiter.getRemainingPause()).isZero();
        assertThat(RateLimiter.unlimited().getRemainingPause()).isZero();
    }

    /** During a long pause many callers may subscribe and cancel. */
    @Test
    void cancelledWaiterIsNotRetained() {
        limiter.pause(Duration.ofMinutes(59));
        long end = System.nanoTime() + SOON.toNanos();
        WeakReference<Object> cancelled = new WeakReference<>(subscribedAndCancelled());
        while (cancelled.get() != null && System.nanoTime() < end) {
            System.gc();
        }
        assertThat(cancelled.get()).isNull();
    }

    private Object subscribedAndCancelled() {
        Mono<Integer> source = Mono.just(1).hide();
        limiter.limit(source).subscribe().dispose();
        return source;
    }

    @Test
    void pauseDelaysTheWaitingCallers() {
        RateLimiter one = RateLimiter.slidingWindow(1, Duration.ofSeconds(10), clock);
        one.limit(Mono.just(1)).subscribe();
        one.limit(Mono.fromRunnable(() -> starts.add(nowMillis()))).subscribe();
        one.pause(Duration.ofSeconds(20));
        clock.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(starts).containsExactly(20_000L);
    }

    private long nowMillis() {
        return clock.now(TimeUnit.MILLISECONDS);
    }

    @Test
    void unlimitedLimiterIgnoresPauses() {
        RateLimiter none = RateLimiter.unlimited();
        none.pause(Duration.ofDays(1));
        StepVerifier.create(none.limit(Flux.just(1, 2)))
                .expectNext(1, 2)
                .expectComplete()
                .verify(SOON);
        assertThat(none.toString()).contains("unlimited");
        assertThat(limiter).hasToString("RateLimiter[100 in PT10S]");
    }

    @Test
    void subscriptionAnswersScan() {
        RateLimiter one = RateLimiter.slidingWindow(1, Duration.ofSeconds(10), clock);
        List<Scannable> subscriptions = new ArrayList<>();
        Supplier<BaseSubscriber<Integer>> subscriber = () -> new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscriptions.add(Scannable.from(subscription));
                subscription.request(2);
            }
        };
        BaseSubscriber<Integer> granted = subscriber.get();
        BaseSubscriber<Integer> waiting = subscriber.get();
        Flux<Integer> limited = one.limit(Flux.just(1));
        limited.subscribe(granted);
        limited.subscribe(waiting);
        Scannable first = subscriptions.get(0);
        Scannable second = subscriptions.get(1);

        assertThat(Scannable.from(limited).scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(first.scan(Attr.PARENT)).isNotNull();
        assertThat(first.scanUnsafe(Attr.ACTUAL)).isSameAs(granted);
        assertThat(first.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(first.scan(Attr.TERMINATED)).isTrue();
        assertThat(first.scan(Attr.CANCELLED)).isFalse();
        assertThat(second.scan(Attr.REQUESTED_FROM_DOWNSTREAM)).isEqualTo(2);
        assertThat(second.scan(Attr.TERMINATED)).isFalse();
        waiting.cancel();
        assertThat(second.scan(Attr.CANCELLED)).isTrue();
        assertThat(second.scan(Attr.TERMINATED)).isFalse();
    }

    @Test
    void invalidRatesAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimiter.slidingWindow(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimiter.slidingWindow(1, Duration.ZERO));
    }

    /** The timer refers to the limiter. */
    @Test
    void limiterIsHeldAsLongAsAPermitCounts() {
        call(0, Duration.ZERO).block(SOON);
        assertThat(clock.getScheduledTaskCount()).isEqualTo(1);

        clock.advanceTimeBy(Duration.ofSeconds(9));
        call(1, Duration.ZERO).block(SOON);
        clock.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(clock.getScheduledTaskCount()).isEqualTo(2);

        clock.advanceTimeBy(Duration.ofSeconds(20));
        assertThat(clock.getScheduledTaskCount()).isEqualTo(2);
    }

    @Test
    void limiterIsHeldNoLongerThanAPermitCounts() {
        clock.advanceTimeBy(Duration.ofSeconds(5));
        call(0, Duration.ZERO).block(SOON);
        clock.advanceTimeBy(Duration.ofSeconds(12));
        call(1, Duration.ZERO).block(SOON);

        assertThat(clock.getScheduledTaskCount()).as("the first one has ended").isEqualTo(2);
    }

    @Test
    void limiterIsHeldAsLongAsAPauseLasts() {
        limiter.pause(Duration.ofMinutes(1));
        assertThat(clock.getScheduledTaskCount()).isEqualTo(1);

        clock.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(clock.getScheduledTaskCount()).isEqualTo(1);
    }
}
