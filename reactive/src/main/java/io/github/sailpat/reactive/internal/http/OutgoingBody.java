package io.github.sailpat.reactive.internal.http;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

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
        body.subscribe(new CoreSubscriber<Void>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                actual.onSubscribe(subscription);
            }

            @Override
            public void onNext(Void nothing) {} // there is no such value

            @Override
            public void onError(Throwable error) {
                actual.onError(error);
            }

            @Override
            public void onComplete() {
                try {
                    actual.onComplete();
                } catch (Throwable e) { // of the application
                    exchange.fail(e);
                }
            }

            @Override
            public Context currentContext() {
                return actual.currentContext();
            }
        });
    }
}
