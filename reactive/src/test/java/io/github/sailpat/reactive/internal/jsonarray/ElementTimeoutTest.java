package io.github.sailpat.reactive.internal.jsonarray;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.jsonarray.Fixtures.Failure;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The timeouts count only while the subscriber has demand and no element is available. */
class ElementTimeoutTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TestPublisher<ByteBuf> server = TestPublisher.create();

    /** The time of a scheduler is not zero when a list starts. */
    @BeforeEach
    void advanceTime() {
        pass(7_000_000);
    }

    private Flux<String> elements(@Nullable Duration idle, @Nullable Duration total) {
        return elements(idle, total, time);
    }

    private Flux<String> elements(@Nullable Duration idle, @Nullable Duration total, Scheduler timer) {
        return Fixtures.DECODER.decode(
                server.flux(), new ElementTimeoutSettings(idle, total, TimeSource.of(timer)), Fixtures.ERRORS);
    }

    private void send(String bytes) {
        server.next(Unpooled.copiedBuffer(bytes, StandardCharsets.UTF_8));
    }

    private void pass(long millis) {
        time.advanceTimeBy(Duration.ofMillis(millis));
    }

    private static void assertFailure(Throwable error, String kind, long index) {
        assertThat(error).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind).isEqualTo(kind);
            assertThat(failure.index).isEqualTo(index);
        });
    }

    @Test
    void idleTimeoutFiresAtItsTimeAndNotBefore() {
        StepVerifier.create(elements(IDLE, null))
                .then(() -> send("[{},"))
                .expectNext("{ }")
                .then(() -> pass(29_999))
                .then(server::assertNotCancelled)
                .then(() -> pass(1))
                .expectErrorSatisfies(error -> assertFailure(error, "idleTimeout", 1))
                .verify(SOON);
        server.assertCancelled();
    }

    @Test
    void bytesWithoutAnElementDoNotExtendTheIdleTimeout() {
        StepVerifier.create(elements(IDLE, null))
                .then(() -> {
                    send("[{\"a\":\"");
                    for (int second = 0; second < 31; second++) {
                        pass(1_000);
                        if (second < 29) {
                            send("x");
                        }
                    }
                })
                .expectErrorSatisfies(error -> assertFailure(error, "idleTimeout", 0))
                .verify(SOON);
    }

    @Test
    void eachElementRestartsTheIdleTimeout() {
        StepVerifier.create(elements(IDLE, null))
                .then(() -> send("["))
                .then(() -> {
                    for (int i = 0; i < 10; i++) {
                        pass(29_000);
                        send(i == 0 ? "{}" : ",{}");
                    }
                })
                .expectNextCount(10)
                .then(() -> pass(29_999))
                .then(server::assertNotCancelled)
                .then(() -> pass(1))
                .expectErrorSatisfies(error -> assertFailure(error, "idleTimeout", 10))
                .verify(SOON);
    }

    @Test
    void timeWithoutDemandDoesNotCount() {
        StepVerifier.create(elements(IDLE, Duration.ofSeconds(31)), 1)
                .then(() -> send("[{}"))
                .expectNext("{ }")
                .then(() -> pass(3_600_000))
                .thenRequest(1)
                .then(() -> pass(29_000))
                .then(() -> send(",{},{}"))
                .expectNext("{ }")
                .then(() -> pass(3_600_000))
                .thenRequest(1)
                .expectNext("{ }")
                .then(server::assertNotCancelled)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void idleTimeoutFiresWhenTheBodyDoesNotEnd() {
        StepVerifier.create(elements(IDLE, null))
                .then(() -> send("[{}]"))
                .expectNext("{ }")
                .then(() -> pass(30_000))
                .expectErrorSatisfies(error -> assertFailure(error, "idleTimeout", 1))
                .verify(SOON);
    }

    @Test
    void allWaitsTogetherAreLimitedByTheTotalTimeout() {
        StepVerifier.create(elements(IDLE, Duration.ofSeconds(50)), 1)
                .then(() -> pass(20_000))
                .then(() -> send("[{}"))
                .expectNext("{ }")
                .then(() -> pass(600_000))
                .thenRequest(1)
                .then(() -> pass(20_000))
                .then(() -> send(",{}"))
                .expectNext("{ }")
                .thenRequest(1)
                .then(() -> pass(9_999))
                .then(server::assertNotCancelled)
                .then(() -> pass(1))
                .expectErrorSatisfies(error -> assertFailure(error, "deadlineExceeded", 2))
                .verify(SOON);
    }

    @Test
    void negativeTotalTimeoutFailsTheFirstWait() {
        StepVerifier.create(elements(null, Duration.ofSeconds(-1)))
                .then(() -> pass(0))
                .expectErrorSatisfies(error -> assertFailure(error, "deadlineExceeded", 0))
                .verify(SOON);
    }

    @Test
    void withoutLimitsNothingIsScheduled() {
        StepVerifier.create(elements(Duration.ZERO, null))
                .then(() -> assertThat(time.getScheduledTaskCount()).isZero())
                .then(() -> send("[]"))
                .then(server::complete)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void manyWaitsShareOneTimer() {
        StepVerifier.create(elements(IDLE, Duration.ofHours(1)))
                .then(() -> {
                    send("[{}");
                    for (int i = 0; i < 1_000; i++) {
                        pass(1);
                        send(",{}");
                    }
                })
                .expectNextCount(1_001)
                .then(() -> assertThat(time.getScheduledTaskCount()).isEqualTo(1))
                .then(() -> send("]"))
                .then(server::complete)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void disposedSchedulerIsAnErrorAndNotAnEndlessWait() {
        Scheduler disposed = Schedulers.newSingle("disposed");
        disposed.dispose();

        StepVerifier.create(elements(IDLE, null, disposed))
                .expectError(java.util.concurrent.RejectedExecutionException.class)
                .verify(SOON);
        server.assertCancelled();
    }
}
