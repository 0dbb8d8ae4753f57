package io.github.sailpat.reactive.internal.jsonarray;

import static io.github.sailpat.reactive.internal.jsonarray.Fixtures.decode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.jsonarray.Fixtures.Failure;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Elements are emitted on demand, and a chunk is requested only if no complete element is available. */
class JsonArrayDemandTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void noChunkIsRequestedWithoutDemand() {
        BorrowingTransport transport = BorrowingTransport.of("[{}]");

        StepVerifier.create(decode(transport), 0)
                .expectSubscription()
                .then(() -> assertThat(transport.requested).hasValue(0))
                .thenCancel()
                .verify(SOON);
        assertThat(transport.cancels).hasValue(1);
    }

    @Test
    void chunkIsRequestedOnlyWhenNoElementIsAvailable() {
        BorrowingTransport transport =
                BorrowingTransport.of("[{\"a\":1},{\"a\":2},", "{\"a\"", ":3},", "{\"a\":4}", "]");

        StepVerifier.create(decode(transport), 0)
                .thenRequest(1)
                .expectNext("{ a=1 }")
                .then(() -> assertThat(transport.requested).hasValue(1))
                .thenRequest(1)
                .expectNext("{ a=2 }")
                .then(() -> assertThat(transport.requested).hasValue(1))
                .thenRequest(1)
                .expectNext("{ a=3 }")
                .then(() -> assertThat(transport.requested).hasValue(3))
                .thenRequest(1)
                .expectNext("{ a=4 }")
                .then(() -> assertThat(transport.requested).hasValue(4))
                .thenRequest(1)
                .verifyComplete();
        transport.assertAllReleased();
    }

    @Test
    void endOfTheBodyIsReadWithoutDemandForTheLastElements() {
        BorrowingTransport transport = BorrowingTransport.of("[{\"a\":1},{\"a\":2}]", " ", "\n");

        StepVerifier.create(decode(transport), 0)
                .thenRequest(1)
                .expectNext("{ a=1 }")
                .then(() -> assertThat(transport.emittedChunks()).isEqualTo(3))
                .thenRequest(1)
                .expectNext("{ a=2 }")
                .expectComplete()
                .verify(SOON);
        assertThat(transport.cancels).hasValue(0);
    }

    @Test
    void bytesAfterTheArrayAreAnErrorAfterAllElements() {
        BorrowingTransport transport = BorrowingTransport.of("[{\"a\":1},{\"a\":2}]", " ", "x", "y");

        StepVerifier.create(decode(transport), 1)
                .expectNext("{ a=1 }")
                .then(() -> assertThat(transport.cancels).hasValue(1))
                .thenRequest(1)
                .expectNext("{ a=2 }")
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                Failure.class, f -> assertThat(f.index).isEqualTo(2)))
                .verify(SOON);
        assertThat(transport.emittedChunks()).isEqualTo(3);
    }

    @Test
    void upstreamErrorIsEmittedUnchangedAfterTheCompleteElements() {
        IOException reset = new IOException("reset");
        byte[] bytes = "[{\"a\":1},{\"a\":2},{\"a".getBytes(StandardCharsets.UTF_8);

        StepVerifier.create(decode(new BorrowingTransport(List.of(bytes), reset)), 1)
                .expectNext("{ a=1 }")
                .thenRequest(1)
                .expectNext("{ a=2 }")
                .expectErrorSatisfies(error -> assertThat(error).isSameAs(reset))
                .verify(SOON);
    }

    @Test
    void malformedElementCancelsTheUpstream() {
        BorrowingTransport transport = BorrowingTransport.of("[{\"a\":1},{\"a\":x},{}", ",{}]");

        StepVerifier.create(decode(transport))
                .expectNext("{ a=1 }")
                .expectError(Failure.class)
                .verify(SOON);
        assertThat(transport.cancels).hasValue(1);
        transport.assertAllReleased();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void readerThatFailsOrStopsElsewhereMakesTheElementMalformed(int fault) {
        JsonArrayDecoder<String> decoder = new JsonArrayDecoder<>(
                () -> parser -> switch (fault) {
                    case 0 -> throw new IllegalStateException("no");
                    case 1 -> throw new IOException("no");
                    case 2 -> "stays at the start";
                    default -> {
                        Fixtures.read(parser);
                        parser.nextToken();
                        yield Fixtures.read(parser);
                    }
                },
                Fixtures.LIMITS);

        StepVerifier.create(decoder.decode(
                        BorrowingTransport.of("[{\"a\":{}},{}]"),
                        new ElementTimeoutSettings(null, null, TimeSource.system()),
                        Fixtures.ERRORS))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                Failure.class, f -> assertThat(f.index).isZero()))
                .verify(SOON);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void requestThatIsNotPositiveIsAnErrorAndCancelsTheUpstream(long demand) {
        BorrowingTransport transport = BorrowingTransport.of("[{},{}]");
        List<Throwable> errors = new ArrayList<>();
        decode(transport).subscribe(new org.reactivestreams.Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(demand);
            }

            @Override
            public void onNext(String element) {}

            @Override
            public void onError(Throwable error) {
                errors.add(error);
            }

            @Override
            public void onComplete() {}
        });

        assertThat(errors).singleElement().isInstanceOf(IllegalArgumentException.class);
        assertThat(transport.cancels).hasValue(1);
    }

    @Test
    void upstreamThatIgnoresDemandIsAnError() {
        TestPublisher<ByteBuf> transport = TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);

        StepVerifier.create(decode(transport.flux()), 1)
                .then(() -> transport.next(Unpooled.copiedBuffer("[{},{}", StandardCharsets.UTF_8)))
                .expectNextCount(1)
                .then(() -> transport.next(Unpooled.copiedBuffer(",{}", StandardCharsets.UTF_8)))
                .expectErrorMatches(reactor.core.Exceptions::isOverflow)
                .verify(SOON);
    }

    @Test
    void chunkThatWasReleasedTooEarlyIsAnErrorAndNotAnEndlessWait() {
        ByteBuf released = Unpooled.copiedBuffer("[]", StandardCharsets.UTF_8);
        released.release();

        StepVerifier.create(decode(Flux.just(released).concatWith(Flux.never())))
                .expectError(IllegalReferenceCountException.class)
                .verify(SOON);
    }

    @Test
    void eachSubscriptionHasItsOwnParser() {
        Flux<String> elements = decode(Flux.defer(() -> BorrowingTransport.of("[{\"a\"", ":1},{}]")));

        StepVerifier.create(elements.take(1))
                .expectNext("{ a=1 }")
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(elements)
                .expectNext("{ a=1 }", "{ }")
                .expectComplete()
                .verify(SOON);
    }

    @Tag("large")
    @Test
    void requestWithinOnNextIsNotRecursive() {
        int count = 100_000;
        String[] pieces = new String[count + 1];
        java.util.Arrays.fill(pieces, ",{}");
        pieces[0] = "[{}";
        pieces[count] = "]";
        AtomicInteger seen = new AtomicInteger();
        CountDownLatch complete = new CountDownLatch(1);
        decode(BorrowingTransport.of(pieces)).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(1);
            }

            @Override
            protected void hookOnNext(String element) {
                seen.incrementAndGet();
                request(1);
            }

            @Override
            protected void hookOnComplete() {
                complete.countDown();
            }
        });

        assertThat(complete.getCount()).isZero();
        assertThat(seen).hasValue(count);
    }

    @Test
    void contextReachesTheUpstreamAndTheChainCanBeScanned() {
        List<String> seen = new ArrayList<>();
        Flux<ByteBuf> transport = Flux.deferContextual(context -> {
            seen.add(context.get("key"));
            return BorrowingTransport.of("[]");
        });

        decode(transport).contextWrite(context -> context.put("key", "value")).blockLast(SOON);
        assertThat(seen).containsExactly("value");
        assertThat(Scannable.from(decode(transport)).parents()).isNotEmpty();
    }

    @Test
    void subscriptionAnswersScan() {
        TestPublisher<ByteBuf> transport = TestPublisher.create();
        AtomicReference<Scannable> scanned = new AtomicReference<>();
        BaseSubscriber<String> consumer = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                scanned.set(Scannable.from(subscription));
                subscription.request(2);
            }
        };
        decode(transport.flux()).subscribe(consumer);
        Scannable decoding = scanned.get();

        assertThat(decoding.scan(Attr.ACTUAL)).isNotNull();
        assertThat(decoding.scan(Attr.PARENT)).isNotNull();
        assertThat(decoding.scan(Attr.REQUESTED_FROM_DOWNSTREAM)).isEqualTo(2);
        assertThat(decoding.scan(Attr.CANCELLED)).isFalse();
        assertThat(decoding.scan(Attr.TERMINATED)).isFalse();
        assertThat(decoding.scan(Attr.PREFETCH)).isZero();
        assertThat(decoding.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        consumer.cancel();
        assertThat(decoding.scan(Attr.CANCELLED)).isTrue();
        assertThat(decoding.scan(Attr.TERMINATED)).isTrue();
    }

    @Tag("race")
    @RepeatedTest(value = 300, failureThreshold = 1)
    void cancelFromAnotherThreadRetainsNoChunkAndStopsAllSignals() throws InterruptedException {
        String[] pieces = new String[64];
        java.util.Arrays.fill(pieces, ",{\"a\":1},{\"b\":\"}\"}");
        pieces[0] = "[{}";
        pieces[63] = "]";
        BorrowingTransport transport = BorrowingTransport.of(pieces);
        AtomicInteger signals = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch drained = new CountDownLatch(1);
        BaseSubscriber<String> consumer = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnNext(String element) {
                first.countDown();
            }

            @Override
            protected void hookOnError(Throwable error) {
                signals.incrementAndGet();
            }
        };
        decode(transport).subscribe(consumer);
        Schedulers.boundedElastic().schedule(() -> {
            for (int i = 0; i < 200; i++) {
                consumer.request(1);
            }
            drained.countDown();
        });
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        consumer.cancel();

        assertThat(drained.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(signals).hasValue(0);
        transport.assertAllReleased();
    }

    @Tag("race")
    @RepeatedTest(value = 100, failureThreshold = 1)
    void requestsOfManyThreadsEmitEachElementOnceAndInOrder() throws InterruptedException {
        int count = 400;
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pieces.add(((i == 0 ? "[" : ",") + "{\"a\":" + i + "}").getBytes(StandardCharsets.UTF_8));
        }
        pieces.add("]".getBytes(StandardCharsets.UTF_8));
        List<String> seen = new ArrayList<>();
        CountDownLatch complete = new CountDownLatch(1);
        BaseSubscriber<String> consumer = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnNext(String element) {
                seen.add(element);
            }

            @Override
            protected void hookOnComplete() {
                complete.countDown();
            }
        };
        decode(Flux.fromIterable(pieces).map(Unpooled::wrappedBuffer).publishOn(Schedulers.parallel(), 1))
                .subscribe(consumer);
        for (int thread = 0; thread < 3; thread++) {
            Schedulers.boundedElastic().schedule(() -> {
                for (int i = 0; i < count; i++) {
                    consumer.request(1);
                }
            });
        }

        assertThat(complete.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(count);
        assertThat(seen.get(count - 1)).isEqualTo("{ a=" + (count - 1) + " }");
    }
}
