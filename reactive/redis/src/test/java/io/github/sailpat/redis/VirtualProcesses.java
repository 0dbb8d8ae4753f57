package io.github.sailpat.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Processes that share a limit, in virtual time, by the model of the script. */
abstract class VirtualProcesses {
    static final SharedRate RATE = SharedRate.of(100, Duration.ofSeconds(10));

    final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    final PermitModel redis = new PermitModel(RATE, () -> clock.now(TimeUnit.MILLISECONDS));
    final List<Long> starts = new ArrayList<>();

    /** A store whose exchanges fail, or get no reply. */
    enum Failure {
        NONE,
        ERROR,
        HANGING,
        LATE
    }

    Failure failure = Failure.NONE;

    final PermitStore store = new PermitStore() {
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

    final SharedRateLimiter first = process("a");

    SharedRateLimiter process(String id) {
        SharedRateLimiter limiter =
                new SharedRateLimiter(RATE, id, store, clock, () -> clock.now(TimeUnit.NANOSECONDS));
        limiter.start();
        clock.advanceTime();
        return limiter;
    }

    Disposable calls(SharedRateLimiter limiter, int calls, int concurrency, List<Long> times) {
        return Flux.range(0, calls)
                .flatMap(
                        i -> limiter.limit(Mono.defer(() -> {
                            times.add(clock.now(TimeUnit.MILLISECONDS));
                            return Mono.delay(Duration.ofMillis(20), clock);
                        })),
                        concurrency)
                .subscribe();
    }

    void advance(Duration time) {
        clock.advanceTimeBy(time);
    }

    static int mostInAnyWindow(List<Long> times) {
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
}
