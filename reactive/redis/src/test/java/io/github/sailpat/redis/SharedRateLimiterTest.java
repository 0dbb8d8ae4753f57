package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Processes that share a limit, in virtual time, by the model of the script. */
class SharedRateLimiterTest {
    private static final SharedRate RATE = SharedRate.of(100, Duration.ofSeconds(10));

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final PermitModel redis = new PermitModel(RATE, () -> clock.now(TimeUnit.MILLISECONDS));
    private final List<Long> starts = new ArrayList<>();

    /** A store whose exchanges fail, or get no reply. */
    private enum Failure {
        NONE,
        ERROR,
        HANGING,
        LATE
    }

    private Failure failure = Failure.NONE;

    private final PermitStore store = new PermitStore() {
        @Override
        public CompletionStage<PermitReply> exchange(PermitReport report) {
            return switch (failure) {
                case NONE -> redis.exchange(report);
                case ERROR -> CompletableFuture.failedFuture(new IllegalStateException("READONLY"));
                case HANGING -> new CompletableFuture<>();
                case LATE -> {
                    CompletableFuture<PermitReply> late = new CompletableFuture<>();
                    PermitReply reply = redis.run(report);
                    clock.schedule(() -> late.complete(reply), 750, TimeUnit.MILLISECONDS);
                    yield late;
                }
            };
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    };

    private final SharedRateLimiter first = process("a");

    private SharedRateLimiter process(String id) {
        SharedRateLimiter limiter =
                new SharedRateLimiter(RATE, id, store, clock, () -> clock.now(TimeUnit.NANOSECONDS));
        limiter.start();
        clock.advanceTime();
        return limiter;
    }

    private Disposable calls(SharedRateLimiter limiter, int calls, int concurrency, List<Long> times) {
        return Flux.range(0, calls)
                .flatMap(
                        i -> limiter.limit(Mono.defer(() -> {
                            times.add(clock.now(TimeUnit.MILLISECONDS));
                            return Mono.delay(Duration.ofMillis(20), clock);
                        })),
                        concurrency)
                .subscribe();
    }

    private void advance(Duration time) {
        clock.advanceTimeBy(time);
    }

    private static int mostInAnyWindow(List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        int most = 0;
        for (int first = 0, last = 0; last < sorted.size(); last++) {
            while (sorted.get(last) - sorted.get(first) >= 10_000) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @Test
    void oneProcessUsesTheWholeLimitAndNoMore() {
        calls(first, 1_000, 64, starts);
        advance(Duration.ofSeconds(94));
        assertThat(starts).hasSize(1_000);
        assertThat(mostInAnyWindow(starts)).isEqualTo(100);
    }

    @Test
    void reportsAreFewAtFullRate() {
        calls(first, 1_000, 64, starts);
        advance(Duration.ofSeconds(94));
        assertThat(first.reports() / 1_000.0).isLessThan(0.2);
    }

    @Test
    void threeProcessesOfEqualDemandGetEqualShares() {
        List<List<Long>> times = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<SharedRateLimiter> processes = List.of(first, process("b"), process("c"));
        for (int i = 0; i < 3; i++) {
            calls(processes.get(i), 100_000, 64, times.get(i));
            advance(Duration.ofMillis(300));
        }
        advance(Duration.ofSeconds(30));
        times.forEach(List::clear);
        advance(Duration.ofSeconds(303));
        assertThat(times).allSatisfy(of -> assertThat(of.size()).isBetween(950, 1_050));
        assertThat(times.stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(2_900);
    }

    @Test
    void anIdleProcessLeavesItsShareToTheOthers() {
        SharedRateLimiter second = process("b");
        Disposable demand = calls(second, 100_000, 64, new ArrayList<>());
        calls(first, 100_000, 64, starts);
        advance(Duration.ofSeconds(30));
        demand.dispose();
        advance(Duration.ofSeconds(11));
        starts.clear();
        advance(Duration.ofSeconds(101));
        assertThat(starts.size()).isGreaterThan(970);
    }

    @Test
    void aPauseOfOneProcessStopsAllWithinASecondAndAllResumeEvenly() {
        SharedRateLimiter second = process("b");
        List<Long> others = new ArrayList<>();
        calls(second, 100_000, 64, others);
        calls(first, 100_000, 64, starts);
        advance(Duration.ofMillis(35_700));
        first.pause(Duration.ofSeconds(60));
        int own = starts.size();
        advance(Duration.ofSeconds(1));
        int before = others.size();
        assertThat(second.getRemainingPause()).isBetween(Duration.ofSeconds(58), Duration.ofMillis(59_200));
        advance(Duration.ofMillis(58_500));
        assertThat(starts).hasSize(own);
        assertThat(others).hasSize(before);
        advance(Duration.ofMillis(5_500));
        assertThat(starts.size() + others.size() - own - before).isBetween(40, 55);
    }

    @Test
    void permitsOfCancelledWaitersAreReturned() {
        Disposable blocker = calls(first, 100, 100, starts);
        advance(Duration.ofMillis(100));
        List<Disposable> cancelled = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            cancelled.add(first.limit(Mono.just(i)).subscribe());
        }
        advance(Duration.ofSeconds(9));
        cancelled.forEach(Disposable::dispose);
        blocker.dispose();
        advance(Duration.ofSeconds(1));
        assertThat(redis.held()).isZero();
        assertThat(first.waiting()).isZero();
        starts.clear();
        calls(first, 100, 100, starts);
        advance(Duration.ofSeconds(11));
        assertThat(starts).hasSize(100);
    }

    @Test
    void permitsOfADeadProcessComeBack() {
        SharedRateLimiter dead = process("b");
        for (int i = 0; i < 100; i++) {
            dead.limit(Mono.never()).subscribe();
        }
        advance(Duration.ofMillis(20));
        assertThat(redis.held()).isEqualTo(100);
        dead.close(); // It holds its permits still.
        calls(first, 100, 100, starts);
        advance(Duration.ofSeconds(9));
        assertThat(starts).isEmpty();
        advance(Duration.ofSeconds(2));
        assertThat(starts).hasSize(100);
    }

    @Test
    void withoutAReplyAProcessUsesItsShareWithinASecond() {
        process("b");
        process("c");
        advance(Duration.ofSeconds(2));
        failure = Failure.HANGING;
        calls(first, 1_000, 64, starts);
        advance(Duration.ofSeconds(1));
        assertThat(starts).hasSize(33);
        assertThat(first.isConnected()).isFalse();
        advance(Duration.ofSeconds(30));
        assertThat(starts.size()).isBetween(99, 132);
        assertThat(first.localGrants()).isEqualTo(starts.size());
    }

    @Test
    void permitsOfALateReplyAreNotUsed() {
        process("b");
        advance(Duration.ofSeconds(2));
        failure = Failure.LATE;
        calls(first, 100, 100, starts);
        advance(Duration.ofSeconds(3));
        assertThat(starts).hasSize(50);
        assertThat(first.localGrants()).isEqualTo(50);
    }

    @Test
    void anErrorSwitchesAtOnce() {
        process("b");
        advance(Duration.ofSeconds(2));
        failure = Failure.ERROR;
        calls(first, 1_000, 64, starts);
        advance(Duration.ofMillis(1));
        assertThat(starts).hasSize(50);
    }

    @Test
    void whatRedisHasGrantedCountsForTheLocalShare() {
        process("b");
        advance(Duration.ofSeconds(2));
        calls(first, 100, 64, starts);
        advance(Duration.ofSeconds(1));
        assertThat(starts).hasSize(100);
        failure = Failure.ERROR;
        calls(first, 100, 64, starts);
        advance(Duration.ofSeconds(8));
        assertThat(starts).hasSize(100);
        advance(Duration.ofSeconds(2));
        assertThat(starts).hasSize(150);
    }

    @Test
    void thereIsNoBurstWhenRedisIsBack() {
        List<SharedRateLimiter> processes = List.of(first, process("b"), process("c"));
        processes.forEach(limiter -> calls(limiter, 100_000, 64, starts));
        advance(Duration.ofSeconds(25));
        failure = Failure.ERROR;
        advance(Duration.ofSeconds(25));
        redis.flush();
        starts.clear();
        advance(Duration.ofSeconds(5));
        failure = Failure.NONE;
        advance(Duration.ofSeconds(60));
        assertThat(processes).allMatch(SharedRateLimiter::isConnected);
        assertThat(mostInAnyWindow(starts)).isLessThanOrEqualTo(100);
        assertThat(starts.size()).isGreaterThan(550);
    }

    @Test
    void thereIsNoBurstWhenTheKeyIsDeleted() {
        List<SharedRateLimiter> processes = List.of(first, process("b"), process("c"));
        processes.forEach(limiter -> calls(limiter, 100_000, 64, starts));
        advance(Duration.ofSeconds(25));
        for (int i = 0; i < 5; i++) {
            redis.flush();
            advance(Duration.ofMillis(17_300));
        }
        assertThat(mostInAnyWindow(starts)).isLessThanOrEqualTo(100);
        assertThat(starts.size()).isGreaterThan(900);
    }

    @Test
    void aPauseIsSharedWhenRedisIsBack() {
        SharedRateLimiter second = process("b");
        failure = Failure.ERROR;
        advance(Duration.ofSeconds(2));
        first.pause(Duration.ofSeconds(30));
        advance(Duration.ofSeconds(5));
        assertThat(second.getRemainingPause()).isZero();
        failure = Failure.NONE;
        advance(Duration.ofSeconds(2));
        assertThat(second.getRemainingPause()).isBetween(Duration.ofSeconds(22), Duration.ofSeconds(24));
    }

    @Test
    void moreProcessesThanPermitsStayBelowTheLimitWithoutRedis() {
        SharedRate rate = SharedRate.of(4, Duration.ofSeconds(10));
        LocalShare share = new LocalShare(rate);
        assertThat(share.available(0, 10)).isEqualTo(1);
        share.take();
        share.release(0);
        assertThat(Duration.ofNanos(share.nextGrantAt(0, 10, 0)))
                .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(26));
    }
}
