package io.github.sailpat.reactive.internal.jsonarray;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.jsonarray.Fixtures.Failure;
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

/** The clocks run only while the consumer is asking and there is nothing to give. */
class JsonArrayWaitTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TestPublisher<ByteBuf> server = TestPublisher.create();

    /** No clock begins at zero when a list does. */
    @BeforeEach
    void letTimePass() {
        pass(7_000_000);
    }

    private Flux<String> elements(@Nullable Duration idle, @Nullable Duration budget) {
        return elements(idle, budget, time);
    }

    private Flux<String> elements(@Nullable Duration idle, @Nullable Duration budget, Scheduler timer) {
        return Fixtures.DECODER.decode(server.flux(), new DemandTimeoutSettings(idle, budget, timer), Fixtures.ERRORS);
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
    void aSilentServerIsStalledAfterTheIdleTimeoutAndNotBefore() {
        StepVerifier.create(elements(IDLE, null))
                .then(() -> send("[{},"))
                .expectNext("{ }")
                .then(() -> pass(29_999))
                .then(server::assertNotCancelled)
                .then(() -> pass(1))
                .expectErrorSatisfies(error -> assertFailure(error, "stalled", 1))
                .verify(SOON);
        server.assertCancelled();
    }

    @Test
    void aServerThatDripsBytesWithoutAnElementIsStalled() {
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
                .expectErrorSatisfies(error -> assertFailure(error, "stalled", 0))
                .verify(SOON);
    }

    @Test
    void eachElementStartsTheWaitAnew() {
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
                .expectErrorSatisfies(error -> assertFailure(error, "stalled", 10))
                .verify(SOON);
    }

    @Test
    void aConsumerThatPausesLosesNothing() {
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
    void anEndThatDoesNotComeIsAStall() {
        StepVerifier.create(elements(IDLE, null))
                .then(() -> send("[{}]"))
                .expectNext("{ }")
                .then(() -> pass(30_000))
                .expectErrorSatisfies(error -> assertFailure(error, "stalled", 1))
                .verify(SOON);
    }

    @Test
    void allWaitsTogetherAreHeldToTheBudget() {
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
                .expectErrorSatisfies(error -> assertFailure(error, "budgetSpent", 2))
                .verify(SOON);
    }

    @Test
    void aBudgetThatIsSpentAlreadyFailsTheFirstWait() {
        StepVerifier.create(elements(null, Duration.ofSeconds(-1)))
                .then(() -> pass(0))
                .expectErrorSatisfies(error -> assertFailure(error, "budgetSpent", 0))
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
    void manyWaitsShareOneAlarm() {
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
    void aTimerThatIsGoneIsAnErrorAndNotAnEndlessWait() {
        Scheduler gone = Schedulers.newSingle("gone");
        gone.dispose();

        StepVerifier.create(elements(IDLE, null, gone))
                .expectError(java.util.concurrent.RejectedExecutionException.class)
                .verify(SOON);
        server.assertCancelled();
    }
}
