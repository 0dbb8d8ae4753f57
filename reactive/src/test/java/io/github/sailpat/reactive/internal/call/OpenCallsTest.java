package io.github.sailpat.reactive.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ClientClosedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.util.RaceTestUtils;
import reactor.util.context.Context;

class OpenCallsTest {
    private static final int ROUNDS = 2_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    private static void drain(OpenCalls calls) {
        calls.drain().subscribe();
    }

    @Test
    void whileItDrainsOnlyPartsOfAnOperationBegin() {
        OpenCalls calls = new OpenCalls(Runnable::run, Schedulers.parallel());
        drain(calls);

        assertThat(calls.isOpenFor(Context.empty())).isFalse();
        assertThat(calls.isOpenFor(OpenCalls.partOfOperation(Context.empty()))).isTrue();
        assertThat(calls.isClosed()).isFalse();
    }

    @Test
    void drainDoesNotUndoAClose() {
        for (int round = 0; round < ROUNDS; round++) {
            OpenCalls calls = new OpenCalls(Runnable::run, Schedulers.parallel());
            RaceTestUtils.race(() -> calls.close().subscribe(), () -> drain(calls));

            assertThat(calls.isClosed()).as("round %d", round).isTrue();
            assertThat(calls.isOpenFor(OpenCalls.partOfOperation(Context.empty())))
                    .isFalse();
        }
    }

    @Test
    void callThatBeginsAtTheMomentOfTheCloseIsEnded() {
        for (int round = 0; round < ROUNDS; round++) {
            OpenCalls calls = new OpenCalls(Runnable::run, Schedulers.parallel());
            AtomicInteger ended = new AtomicInteger();
            RaceTestUtils.race(
                    () -> calls.close().subscribe(), () -> calls.add(ended::incrementAndGet), () -> drain(calls));

            assertThat(ended.get()).as("round %d", round).isBetween(1, 2);
        }
    }

    @Test
    void jobThatBeginsAtTheMomentOfTheDrainIsStopped() {
        for (int round = 0; round < ROUNDS; round++) {
            OpenCalls calls = new OpenCalls(Runnable::run, Schedulers.parallel());
            AtomicInteger stopped = new AtomicInteger();
            RaceTestUtils.race(() -> drain(calls), () -> calls.addJob(stopped::incrementAndGet, Context.empty()));

            assertThat(stopped.get()).as("round %d", round).isBetween(1, 2);
        }
    }

    @Test
    void drainCompletesWhenTheLastCallEndsAtTheSameMoment() {
        for (int round = 0; round < ROUNDS; round++) {
            OpenCalls calls = new OpenCalls(Runnable::run, Schedulers.parallel());
            Runnable call = () -> {};
            calls.add(call);
            Mono<Void> drained = calls.drain();
            RaceTestUtils.race(() -> calls.remove(call), drained::subscribe);

            drained.block(SOON);
        }
    }

    @Test
    void whatWaitsForTheCloseIsToldOnce() {
        OpenCalls calls = new OpenCalls(Runnable::run, Schedulers.parallel());
        StepVerifier.create(calls.whileOpen(Mono.never(), () -> OpenCalls.notBegun("verify", "POST /oauth/token")))
                .expectSubscription()
                .then(() -> calls.close().subscribe())
                .expectError(ClientClosedException.class)
                .verify(SOON);
    }

    @Test
    void nothingIsOpenAfterTheErrorOfAClientThatWasClosedBefore() {
        OpenCalls calls = new OpenCalls(Runnable::run, Schedulers.parallel());
        calls.close().block(SOON);
        StepVerifier.create(calls.closed(() -> OpenCalls.notBegun("verify", "POST /oauth/token")))
                .expectError(ClientClosedException.class)
                .verify(SOON);

        assertThat(calls.hasCalls()).isFalse();
    }

    @Test
    void nothingIsOpenWhenTheSubscriberCancelsAtOnce() {
        OpenCalls calls = new OpenCalls(Runnable::run, Schedulers.parallel());

        calls.closed(() -> OpenCalls.notBegun("list", "GET /")).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
            }
        });

        assertThat(calls.hasCalls()).isFalse();
    }
}
