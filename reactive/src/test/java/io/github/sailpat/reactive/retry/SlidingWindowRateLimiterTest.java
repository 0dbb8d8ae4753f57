package io.github.sailpat.reactive.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
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
    void theFirstHundredGoAtOnceThenAsTheWindowFreesInOrder() {
        Flux.range(0, 1_000).flatMap(i -> call(i, Duration.ofMillis(20)), 1_000).subscribe();
        assertThat(starts).hasSize(100).containsOnly(0L);

        clock.advanceTimeBy(Duration.ofSeconds(94));
        assertThat(starts).hasSize(1_000);
        assertThat(order).isSorted();
        assertThat(mostInAnyWindow()).isLessThanOrEqualTo(100);
    }

    @Test
    void aSingleCallOnAnIdleLimiterDoesNotWait() {
        call(1, Duration.ZERO).subscribe();
        assertThat(starts).containsExactly(0L);
    }

    @Test
    void aCancelledWaiterGivesItsPlaceBack() {
        List<Disposable> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            calls.add(call(i, Duration.ZERO).subscribe());
        }
        calls.subList(100, 299).forEach(Disposable::dispose);
        clock.advanceTimeBy(Duration.ofMillis(10_200));
        assertThat(order).hasSize(101).endsWith(299);
    }

    @Test
    void aPauseHoldsEverybodyAndThenNobodyStampedes() {
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
    void aSlowAnswerCountsFromWhenItMustHaveArrived() {
        Flux.range(0, 101).flatMap(i -> call(i, Duration.ofSeconds(3)), 101).subscribe();
        clock.advanceTimeBy(Duration.ofSeconds(13));
        assertThat(starts).hasSize(100);
        clock.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(starts).hasSize(101);
    }

    @RepeatedTest(10)
    void noPlaceIsLostWhenCallersCancelAtAnyMoment() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RateLimiter narrow = RateLimiter.slidingWindow(8, Duration.ofMillis(20));
        AtomicInteger underWay = new AtomicInteger();
        Flux.range(0, 600)
                .flatMap(
                        i -> narrow.limit(Mono.delay(Duration.ofNanos(random.nextInt(300_000)))
                                        .doOnSubscribe(s -> underWay.incrementAndGet()))
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
    void aRateMustAllowSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimiter.slidingWindow(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimiter.slidingWindow(1, Duration.ZERO));
    }
}
