package io.github.sailpat.reactive.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.http.body.EmptyBodyDecoder;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;

class ExchangeSubscriberTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ApiCall<Void> call = new ApiCall<>(
            "delete",
            "DELETE",
            "/{id}",
            "/1",
            null,
            null,
            CallKind.DELETE,
            new EmptyBodyDecoder(Schedulers.parallel()));
    private final ConnectionPermits permits = new ConnectionPermits(1);
    private final TestPublisher<Void> transport = TestPublisher.create();
    private final AtomicReference<Scannable> latest = new AtomicReference<>();

    /** Subscribes to an exchange with a demand of 3. */
    private Scannable subscribe(BaseSubscriber<Void> subscriber) {
        new ExchangeFlux<>(
                        transport.flux(),
                        permits,
                        TIMEOUT,
                        Schedulers.parallel(),
                        new OutgoingRequest(call, null, TIMEOUT, TimeSource.system()),
                        new CallContext(call, TIMEOUT, TimeSource.system()))
                .subscribe(subscriber);
        return latest.get();
    }

    private BaseSubscriber<Void> subscriber() {
        return new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                latest.set(Scannable.from(subscription));
                subscription.request(3);
            }
        };
    }

    @Test
    void answersScanUntilItTerminates() {
        BaseSubscriber<Void> subscriber = subscriber();
        Scannable exchange = subscribe(subscriber);

        assertThat(exchange.scan(Attr.PARENT)).isNotNull();
        assertThat(exchange.scanUnsafe(Attr.ACTUAL)).isSameAs(subscriber);
        assertThat(exchange.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(exchange.scan(Attr.CANCELLED)).isFalse();
        assertThat(exchange.scan(Attr.TERMINATED)).isFalse();
        transport.complete();
        assertThat(exchange.scan(Attr.TERMINATED)).isTrue();
        assertThat(exchange.scan(Attr.CANCELLED)).isFalse();
    }

    @Test
    void answersScanWhileItWaitsForAPermitAndAfterACancel() {
        BaseSubscriber<Void> first = subscriber();
        Scannable connecting = subscribe(first);
        BaseSubscriber<Void> second = subscriber();
        Scannable waiting = subscribe(second);

        assertThat(waiting.scan(Attr.REQUESTED_FROM_DOWNSTREAM)).isEqualTo(3);
        transport.assertSubscribers(1);
        second.cancel();
        first.cancel();
        for (Scannable exchange : new Scannable[] {waiting, connecting}) {
            assertThat(exchange.scan(Attr.CANCELLED)).isTrue();
            assertThat(exchange.scan(Attr.TERMINATED)).isFalse();
        }
        transport.complete();
        assertThat(connecting.scan(Attr.CANCELLED)).isTrue();
        assertThat(connecting.scan(Attr.TERMINATED)).isFalse();
    }

    @Test
    void theFluxAnswersScan() {
        Scannable flux = Scannable.from(new ExchangeFlux<>(
                transport.flux(),
                permits,
                TIMEOUT,
                Schedulers.parallel(),
                new OutgoingRequest(call, null, TIMEOUT, TimeSource.system()),
                new CallContext(call, TIMEOUT, TimeSource.system())));

        assertThat(flux.scan(Attr.PARENT)).isNotNull();
        assertThat(flux.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
    }
}
