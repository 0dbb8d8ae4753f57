package io.github.sailpat.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.Secret;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Far more calls at once than there are connections, an idle client, and a tenant that takes its time. */
final class OverloadBenchmark {
    private static final Duration ENOUGH = Duration.ofMinutes(5);
    private static final int LIST_TOKENS = 20;
    private static final int SETTLING_MILLIS = 2_000;

    private final int calls;
    private final int lists;

    private OverloadBenchmark(int calls, int lists) {
        this.calls = calls;
        this.lists = lists;
    }

    static void run(RunOptions effort) throws Exception {
        OverloadBenchmark benchmark = new OverloadBenchmark(effort.pick(100_000, 10_000), effort.pick(10_000, 500));
        Print.line("== overload: the client in this process, the server in another one");
        try (Client server = Client.start("TenantServer", List.of("generated=" + LIST_TOKENS))) {
            idle(server.target(), effort.pick(20, 1));
        }
        try (Client server = Client.start("FixedResponseServer", List.of())) {
            Target target = server.target();
            try (SailPointClient client = client(target, b -> b.rateLimiter(RateLimiter.unlimited()))) {
                benchmark.creates(client.personalAccessTokens());
            }
            benchmark.waitingCreates(target);
        }
        try (Client server = Client.start("TenantServer", List.of("generated=" + LIST_TOKENS));
                SailPointClient client = client(server.target(), b -> b.rateLimiter(RateLimiter.unlimited()))) {
            benchmark.slowLists(client.personalAccessTokens());
        }
        int slow = effort.pick(15_000, 500);
        try (Client server = Client.start("TenantServer", List.of("slow=" + slow));
                SailPointClient client = client(server.target(), b -> b.rateLimiter(RateLimiter.unlimited()))) {
            slowTenant(client.personalAccessTokens(), slow);
        }
    }

    private static SailPointClient client(Target target, UnaryOperator<SailPointClient.Builder> settings) {
        return SailPointClient.create(b -> settings.apply(b.baseUrl(target.baseUrl())
                .clientCredentials(target.clientId(), Secret.of(target.clientSecret()))
                .deadline(ENOUGH)));
    }

    private void creates(PersonalAccessTokens tokens) throws InterruptedException {
        Queue<Integer> order = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        // Each subscribed to on its own: the time of a flatMap that merges so many grows with their square.
        CountDownLatch terminated = new CountDownLatch(calls);
        for (int i = 0; i < calls; i++) {
            int index = i;
            tokens.create(r -> r.name("n" + index))
                    .doFinally(signal -> terminated.countDown())
                    .subscribe(created -> order.add(index), error -> {});
        }
        require(terminated.await(ENOUGH.toSeconds(), TimeUnit.SECONDS));
        int succeeded = order.size();
        int position = 0;
        int overtaken = 0;
        for (int index : order) {
            overtaken = Math.max(overtaken, Math.abs(index - position++));
        }
        Print.line(
                "  %,d creates at once: %,d succeeded in %.1f s; the most places from the order of the subscriptions: %d",
                calls, succeeded, (System.nanoTime() - start) / 1e9, overtaken);
    }

    /** The limit lets the first hundred through. */
    private void waitingCreates(Target target) {
        try (SailPointClient client = client(target, b -> b)) {
            PersonalAccessTokens tokens = client.personalAccessTokens();
            tokens.create(r -> r.name("first")).block(ENOUGH);
            long before = heap();
            Disposable.Composite waiting = Disposables.composite();
            for (int i = 0; i < calls; i++) {
                String name = "n" + i;
                waiting.add(tokens.create(r -> r.name(name)).subscribe(created -> {}, error -> {}));
            }
            long after = heap();
            long start = System.nanoTime();
            waiting.dispose();
            double cancelMillis = (System.nanoTime() - start) / 1e6;
            long left = heap();
            Print.line(
                    "  %,d creates that wait: %.2f kB of heap each; all cancelled in %.0f ms; %.2f kB each afterwards",
                    calls, (after - before) / 1e3 / calls, cancelMillis, (left - before) / 1e3 / calls);
        }
    }

    private void slowLists(PersonalAccessTokens tokens) {
        long before = heap();
        long start = System.nanoTime();
        long read = Objects.requireNonNull(Flux.range(0, lists)
                .flatMap(i -> tokens.list().delayElements(Duration.ofMillis(1)), lists)
                .count()
                .block(ENOUGH));
        Print.line(
                "  %,d lists of %d tokens at once, a token in a millisecond: %,d tokens in %.1f s; %.1f MiB of heap more afterwards",
                lists, LIST_TOKENS, read, (System.nanoTime() - start) / 1e9, (heap() - before) / 1048576.0);
    }

    private static void slowTenant(PersonalAccessTokens tokens, int millis) {
        long start = System.nanoTime();
        long succeeded = Objects.requireNonNull(Flux.range(0, 128)
                .flatMap(i -> tokens.create(r -> r.name("n" + i)).onErrorResume(e -> Mono.empty()), 128)
                .count()
                .block(ENOUGH));
        Print.line(
                "  128 creates, each answered after %.1f s, 64 connections: %d succeeded in %.1f s",
                millis / 1e3, succeeded, (System.nanoTime() - start) / 1e9);
    }

    private static void idle(Target target, int seconds) throws InterruptedException {
        try (SailPointClient first = client(target, b -> b)) { // loads the classes, and starts what all clients share
            first.personalAccessTokens().list().blockLast(ENOUGH);
        }
        Thread.sleep(SETTLING_MILLIS);
        int threads = Thread.activeCount();
        long descriptors = descriptors();
        printIdle("closed", threads, descriptors, heap()); // loads what prints
        long before = heap();
        try (SailPointClient client = client(target, b -> b)) {
            printIdle("not used", threads, descriptors, before);
            client.personalAccessTokens().list().blockLast(ENOUGH);
            Thread.sleep(seconds * 1000L);
            printIdle(seconds + " s after a list", threads, descriptors, before);
        }
    }

    private static void printIdle(String when, int threads, long descriptors, long heap) {
        Print.line(
                "  a client, %s: %.0f kB of heap, %d threads, %d descriptors",
                when, (heap() - heap) / 1e3, Thread.activeCount() - threads, descriptors() - descriptors);
    }

    private static void require(boolean terminated) {
        if (!terminated) {
            throw new IllegalStateException("Some calls have not terminated.");
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }
}
