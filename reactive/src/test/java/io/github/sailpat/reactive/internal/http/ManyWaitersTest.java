package io.github.sailpat.reactive.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.internal.AccessTokenResponseReader.AccessTokenResponse;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.SmallStack;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.http.body.EmptyBodyDecoder;
import io.github.sailpat.reactive.internal.oauth.ClientCredentialsProvider;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Many callers that wait for the same thing: the one after the other is served without nesting, in linear time. */
class ManyWaitersTest {
    private static final int MANY = 100_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void permitsOfTheRateLimit() throws Exception {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        RateLimiter limiter = RateLimiter.slidingWindow(MANY, Duration.ofSeconds(10), clock);
        SmallStack.run(() -> {
            for (int i = 0; i < 2 * MANY; i++) {
                limiter.limit(Mono.just(i)).subscribe(call -> ended.incrementAndGet());
            }
            assertThat(ended).hasValue(MANY);
            clock.advanceTimeBy(Duration.ofSeconds(20));
        });
        assertThat(ended).hasValue(2 * MANY);
    }

    /** Lists and other calls wait for connections in the same way. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void permitsOfConnections(boolean lists) throws Exception {
        ApiCall<Void> call = new ApiCall<>(
                "op", "GET", "/x", "/x", null, null, CallKind.READ, new EmptyBodyDecoder(Schedulers.parallel()));
        ConnectionPermits permits =
                lists ? new ListConnectionPermits(1, SOON, Schedulers.parallel()) : new ConnectionPermits(1);
        Sinks.Empty<Void> first = Sinks.empty();
        SmallStack.run(() -> {
            List<Disposable> calls = new ArrayList<>();
            for (int i = 0; i < 2 * MANY; i++) {
                Flux<Void> response = i == 0 ? first.asMono().flux() : Flux.empty();
                calls.add(new ExchangeFlux<>(
                                response,
                                permits,
                                SOON,
                                Schedulers.parallel(),
                                new OutgoingRequest(call, null, SOON, TimeSource.system()),
                                new CallContext(call, SOON, TimeSource.system()))
                        .doOnComplete(ended::incrementAndGet)
                        .subscribe());
            }
            calls.subList(MANY, 2 * MANY).forEach(Disposable::dispose);
            first.tryEmitEmpty();
        });
        assertThat(ended).hasValue(MANY);
    }

    @Test
    void itemsOfAJob() throws Exception {
        SailPointClient client = SailPointClient.create(b ->
                b.tenant("acme").clientCredentials("id", Secret.of("a-secret")).rateLimiter(RateLimiter.unlimited()));
        SmallStack.run(() -> client.personalAccessTokens()
                .deleteAll(Flux.range(0, MANY).map(i -> "."), BulkOptions.standard()) // refused, and not sent
                .subscribe(outcome -> ended.incrementAndGet()));
        client.disposeLater().block(SOON);
        assertThat(ended).hasValue(MANY);
    }

    @Test
    void accessTokens() throws Exception {
        Sinks.One<AccessTokenResponse> response = Sinks.one();
        ClientCredentialsProvider provider = new ClientCredentialsProvider(response.asMono(), TimeSource.system());
        SmallStack.run(() -> {
            List<Disposable> callers = new ArrayList<>();
            for (int i = 0; i < 2 * MANY; i++) {
                callers.add(provider.getAccessToken().subscribe(token -> ended.incrementAndGet()));
            }
            callers.subList(0, MANY).forEach(Disposable::dispose);
            response.tryEmitValue(new AccessTokenResponse("b", 60L));
        });
        assertThat(ended).hasValue(MANY);
    }

    @Test
    void accessTokensThatAreRejectedEachTime() throws Exception {
        AtomicInteger fetches = new AtomicInteger();
        ClientCredentialsProvider provider = new ClientCredentialsProvider(
                Mono.fromCallable(() -> new AccessTokenResponse("b" + fetches.incrementAndGet(), 60L)),
                TimeSource.system());
        SmallStack.run(() -> provider.getAccessToken()
                .doOnNext(provider::reject)
                .repeat(MANY - 1L)
                .subscribe(token -> ended.incrementAndGet()));
        assertThat(ended).hasValue(MANY);
        assertThat(fetches).hasValue(MANY);
    }
}
