package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Whatever Redis replies, a process that then loses it grants what waits, or is paused, for an hour at most. */
class PermitReplyFuzz {
    private static final SharedRate RATE = SharedRate.of(100, Duration.ofSeconds(10));

    static Stream<long[]> seeds() {
        return Stream.of(
                new long[] {1, 1, 0, 99, 0},
                new long[] {1, 10_000, 0, 0},
                new long[] {1, 2, 3_600_000, 0, 900},
                new long[] {2, 0, Long.MAX_VALUE / 1_000, -1},
                new long[] {0});
    }

    @MethodSource("seeds")
    @FuzzTest
    void aProcessThatLosesRedisGrantsOrIsPaused(long @NotNull [] integers) {
        List<Long> reply = LongStream.of(integers).boxed().toList();
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        AtomicInteger replies = new AtomicInteger();
        SharedRateLimiter limiter = new SharedRateLimiter(
                RATE,
                "a",
                new PermitStore() {
                    @Override
                    public CompletionStage<PermitReply> exchange(PermitReport report) {
                        CompletableFuture<PermitReply> stage = new CompletableFuture<>();
                        try {
                            stage.complete(PermitReply.of(replies.incrementAndGet() < 4 ? reply : List.of()));
                        } catch (IllegalStateException e) {
                            stage.completeExceptionally(e);
                        }
                        return stage;
                    }

                    @Override
                    public Mono<Void> close() {
                        return Mono.empty();
                    }
                },
                clock,
                () -> clock.now(TimeUnit.NANOSECONDS));
        limiter.start();
        AtomicInteger granted = new AtomicInteger();

        limiter.limit(Mono.fromRunnable(granted::incrementAndGet)).subscribe();
        clock.advanceTimeBy(Duration.ofMinutes(10));

        assertThat(limiter.getRemainingPause()).isLessThanOrEqualTo(SharedPause.MAX_PAUSE);
        assertThat(granted.get() == 1 || !limiter.getRemainingPause().isZero()).isTrue();
    }
}
