package io.github.sailpat.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Processes with a random demand, in virtual time: replies of Redis take up to 600 ms, calls are cancelled at any time,
 * processes die, are stopped for a while, or start, and some ask for a pause. A tenant counts each request at some time between its start
 * and its answer; that of a process that was stopped or is dead, soon after its start.
 */
final class Simulation {
    private static final int PROCESSES = 4;

    private final SharedRate rate;
    private final PermitStore redis;
    private final VirtualTimeScheduler clock;
    private final Random random;
    private final Running[] running = new Running[PROCESSES];
    private long[] counted = new long[1 << 16];
    private int requests;
    private int started;

    Simulation(SharedRate rate, PermitStore redis, VirtualTimeScheduler clock, Random random) {
        this.rate = rate;
        this.redis = redis;
        this.clock = clock;
        this.random = random;
    }

    /** Runs until the tenant has counted so many requests. */
    void run(int least) {
        for (int i = 0; i < PROCESSES; i++) {
            running[i] = new Running();
        }
        while (requests < least) {
            Running one = running[random.nextInt(PROCESSES)];
            switch (random.nextInt(40)) {
                case 0 -> {
                    one.die();
                    running[Arrays.asList(running).indexOf(one)] = new Running();
                }
                case 1 -> one.pause(Duration.ofMillis(random.nextInt(20_000)));
                case 2 -> one.stop(random.nextBoolean() ? random.nextInt(90) : 1_000 + random.nextInt(29_000));
                default -> one.demand();
            }
            clock.advanceTimeBy(Duration.ofMillis(random.nextInt(2_000)));
        }
    }

    /** The most requests that the tenant has counted in any window. */
    int mostInAnyWindow(Duration window) {
        long[] times = Arrays.copyOf(counted, requests);
        Arrays.sort(times);
        int most = 0;
        for (int first = 0, last = 0; last < times.length; last++) {
            while (times[last] - times[first] >= window.toMillis()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private void count(long from, long until) {
        if (requests == counted.length) {
            counted = Arrays.copyOf(counted, requests * 2);
        }
        counted[requests++] = from + (until > from ? random.nextLong(until - from + 1) : 0);
    }

    private long now() {
        return clock.now(TimeUnit.MILLISECONDS);
    }

    private final class Running implements PermitStore {
        private final StoppableScheduler timer = new StoppableScheduler(clock);
        private final List<Disposable> calls = new ArrayList<>();
        /** The clocks of the processes are hours apart. */
        private final long wrong = random.nextLong(Duration.ofDays(1).toNanos());

        private final SharedRateLimiter limiter = new SharedRateLimiter(
                rate, "p" + started++, this, timer, () -> clock.now(TimeUnit.NANOSECONDS) + wrong);
        private boolean dead;
        private int stops;

        private Running() {
            limiter.start();
        }

        void pause(Duration time) {
            if (!timer.isStopped()) {
                limiter.pause(time);
            }
        }

        /** Shortly, or for so long that the process notices: in between it may believe that Redis is lost. */
        void stop(int millis) {
            if (!timer.isStopped()) {
                stops++;
                timer.stop();
                clock.schedule(timer::resume, millis, TimeUnit.MILLISECONDS);
            }
        }

        void demand() {
            if (timer.isStopped()) {
                return;
            }
            calls.forEach(call -> {
                if (random.nextInt(3) == 0) {
                    call.dispose();
                }
            });
            calls.removeIf(Disposable::isDisposed);
            calls.add(Flux.range(0, random.nextInt(4 * rate.permits()))
                    .flatMap(i -> limiter.limit(call()), 1 + random.nextInt(rate.permits()))
                    .subscribe());
        }

        private Mono<Long> call() {
            return Mono.defer(() -> {
                long start = now();
                if (dead) {
                    return Mono.never();
                }
                int latency = random.nextInt(100) == 0 ? 30_000 : random.nextInt(300);
                int stopsBefore = stops;
                return Mono.delay(Duration.ofMillis(latency), timer)
                        .doOnNext(
                                done -> count(start, start + (stops == stopsBefore ? latency : Math.min(latency, 300))))
                        .doOnCancel(() -> count(start, Math.min(start + Math.min(latency, 300), now() + 50)));
            });
        }

        /** What is on the way reaches the tenant, and nothing is reported any more. */
        void die() {
            dead = true;
            timer.resume();
            calls.forEach(Disposable::dispose);
        }

        @Override
        public CompletionStage<PermitReply> exchange(PermitReport report) {
            CompletableFuture<PermitReply> replied = new CompletableFuture<>();
            if (!dead) {
                clock.schedule(
                        () -> redis.exchange(report)
                                .thenAccept(reply -> clock.schedule(
                                        () -> replied.complete(reply), latency(), TimeUnit.MILLISECONDS)),
                        latency(),
                        TimeUnit.MILLISECONDS);
            }
            return replied;
        }

        private int latency() {
            return random.nextInt(50) == 0 ? random.nextInt(300) : random.nextInt(3);
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }
}
