package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.operator.PassThroughSubscriber;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * The body of a request. When it is complete, Reactor Netty calls functions of the application, such as
 * {@code doAfterRequest}. If one throws, Reactor Netty neither reads the response nor signals anything, so the exchange
 * fails here.
 */
final class OutgoingBody extends Mono<Void> {
    private final Publisher<Void> body;
    private final ExchangeSubscriber<?> exchange;

    OutgoingBody(Publisher<Void> body, ExchangeSubscriber<?> exchange) {
        this.body = body;
        this.exchange = exchange;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
        body.subscribe(new PassThroughSubscriber<Void>(actual) {
            @Override
            public void onComplete() {
                try {
                    super.onComplete();
                } catch (Throwable e) { // of the application
                    exchange.fail(e);
                }
            }
        });
    }
}
