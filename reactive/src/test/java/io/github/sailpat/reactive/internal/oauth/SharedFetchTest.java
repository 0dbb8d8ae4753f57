package io.github.sailpat.reactive.internal.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.util.RaceTestUtils;

class SharedFetchTest {
    private static final int ROUNDS = 2_000;

    private final AtomicInteger fetches = new AtomicInteger();
    private final Sinks.One<String> source = Sinks.one();
    private final Mono<String> shared = new SharedFetch<>(Mono.defer(() -> {
                fetches.incrementAndGet();
                return source.asMono();
            }))
            .asMono();

    @Test
    void firstSubscriberStartsTheFetchAndTheOthersShareIt() {
        assertThat(fetches).hasValue(0);
        List<String> results = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = i + "-";
            shared.subscribe(result -> results.add(name + result));
        }
        source.tryEmitValue("a");
        shared.subscribe(result -> results.add("later-" + result));

        assertThat(results).containsExactly("0-a", "1-a", "2-a", "later-a");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void errorIsEmittedToEachSubscriber() {
        StepVerifier.create(Mono.whenDelayError(shared, shared))
                .then(() -> source.tryEmitError(new IllegalStateException("down")))
                .expectError()
                .verify();
        StepVerifier.create(shared).expectErrorMessage("down").verify();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void resultWaitsForDemand() {
        StepVerifier.create(shared, 0)
                .then(() -> source.tryEmitValue("a"))
                .thenRequest(1)
                .expectNext("a")
                .verifyComplete();
    }

    @Test
    void subscriberThatThrowsKeepsNoOtherFromTheResult() {
        List<String> results = new CopyOnWriteArrayList<>();
        shared.subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(String value) {
                throw new NoClassDefFoundError("of the subscriber");
            }

            @Override
            protected void hookOnError(Throwable error) {}
        });
        shared.subscribe(results::add);
        source.tryEmitValue("a");

        assertThat(results).containsExactly("a");
    }

    @Test
    void cancelsAndTheResultAtOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            Sinks.One<String> one = Sinks.one();
            Mono<String> fetch = new SharedFetch<>(one.asMono()).asMono();
            AtomicInteger results = new AtomicInteger();
            List<Disposable> cancelled = IntStream.range(0, 3)
                    .mapToObj(i -> fetch.subscribe(result -> {}))
                    .toList();
            fetch.subscribe(result -> results.incrementAndGet());
            RaceTestUtils.race(
                    () -> cancelled.forEach(Disposable::dispose),
                    () -> one.tryEmitValue("a"),
                    () -> fetch.subscribe(result -> results.incrementAndGet()));

            assertThat(results).as("round %d", round).hasValue(2);
        }
    }

    @Test
    void answersScan() {
        AtomicInteger ended = new AtomicInteger();
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        BaseSubscriber<String> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription sink) {
                subscription.set(sink);
                requestUnbounded();
            }

            @Override
            protected void hookFinally(SignalType type) {
                ended.incrementAndGet();
            }
        };
        shared.subscribe(subscriber);
        Scannable sink = Scannable.from(subscription.get());

        assertThat(sink.scanUnsafe(Attr.ACTUAL)).isSameAs(subscriber);
        assertThat(sink.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(sink.scan(Attr.TERMINATED)).isFalse();
        source.tryEmitValue("a");
        assertThat(sink.scan(Attr.TERMINATED)).isTrue();
        assertThat(ended).hasValue(1);
    }
}
