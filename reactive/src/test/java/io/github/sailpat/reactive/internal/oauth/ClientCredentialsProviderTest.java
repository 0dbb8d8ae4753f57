package io.github.sailpat.reactive.internal.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.internal.AccessTokenResponseReader.AccessTokenResponse;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class ClientCredentialsProviderTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** A monotonic clock that soon overflows, as it may. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    private final AtomicInteger fetches = new AtomicInteger();

    private ClientCredentialsProvider withLifetime(@Nullable Long seconds) {
        return new ClientCredentialsProvider(
                Mono.fromCallable(() -> new AccessTokenResponse("b" + fetches.incrementAndGet(), seconds)),
                new TimeSource(Schedulers.parallel(), now::get, Instant::now));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static String value(ClientCredentialsProvider provider) {
        AccessToken token = provider.getAccessToken().block(SOON);
        assertThat(token).isNotNull();
        return token.reveal();
    }

    @RepeatedTest(20)
    void thousandConcurrentCallersShareOneFetch() throws InterruptedException {
        Sinks.One<AccessTokenResponse> response = Sinks.one();
        ClientCredentialsProvider provider = new ClientCredentialsProvider(
                Mono.defer(() -> {
                    fetches.incrementAndGet();
                    return response.asMono();
                }),
                new TimeSource(Schedulers.parallel(), now::get, Instant::now));
        CountDownLatch begun = new CountDownLatch(1_000);
        Mono<List<String>> all = Flux.range(0, 1_000)
                .flatMap(
                        i -> Mono.defer(() -> {
                                    begun.countDown();
                                    return provider.getAccessToken();
                                })
                                .map(AccessToken::reveal)
                                .subscribeOn(Schedulers.parallel()),
                        1_000)
                .collectList();
        List<String> values = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        Disposable subscription = all.subscribe(list -> {
            values.addAll(list);
            done.countDown();
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        response.tryEmitValue(new AccessTokenResponse("one", 60L));

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(values).hasSize(1_000).containsOnly("one");
        assertThat(fetches).hasValue(1);
        subscription.dispose();
    }

    @Test
    void secondWaiterIsServedWhenTheFirstCancels() {
        Sinks.One<AccessTokenResponse> response = Sinks.one();
        ClientCredentialsProvider provider = new ClientCredentialsProvider(
                Mono.defer(() -> {
                    fetches.incrementAndGet();
                    return response.asMono();
                }),
                new TimeSource(Schedulers.parallel(), now::get, Instant::now));
        Disposable first = provider.getAccessToken().subscribe();
        StepVerifier.create(provider.getAccessToken().map(AccessToken::reveal))
                .then(first::dispose)
                .then(() -> response.tryEmitValue(new AccessTokenResponse("b", 60L)))
                .expectNext("b")
                .expectComplete()
                .verify(SOON);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void accessTokenOfFifteenSecondsIsRefreshedForMinutes() {
        ClientCredentialsProvider provider = withLifetime(15L);
        for (int second = 0; second < 600; second++) {
            assertThat(value(provider)).isNotEmpty();
            pass(Duration.ofSeconds(1));
        }
        assertThat(fetches.get()).isBetween(40, 56);
    }

    @ParameterizedTest
    @CsvSource({"15, 15", "3600, 3600", "43200, 43200", ", 60", "2147483647, 2147483647"})
    void accessTokenIsUsedForItsLifetimeAndNotLonger(@Nullable Long expiresIn, long lifetime) {
        ClientCredentialsProvider provider = withLifetime(expiresIn);
        String first = value(provider);
        pass(Duration.ofMillis(lifetime * 740));
        assertThat(value(provider)).isEqualTo(first);
        pass(Duration.ofMillis(lifetime * 220));
        assertThat(value(provider)).isNotEqualTo(first);
    }

    @Test
    void failedBackgroundRefreshIsNotEmitted() {
        List<Mono<AccessTokenResponse>> responses = new ArrayList<>(List.of(
                Mono.just(new AccessTokenResponse("old", 100L)),
                Mono.error(new IllegalStateException("down")),
                Mono.just(new AccessTokenResponse("new", 100L))));
        ClientCredentialsProvider provider = new ClientCredentialsProvider(
                Mono.defer(() -> {
                    fetches.incrementAndGet();
                    return responses.remove(0);
                }),
                new TimeSource(Schedulers.parallel(), now::get, Instant::now));
        assertThat(value(provider)).isEqualTo("old");
        pass(Duration.ofSeconds(85));
        assertThat(value(provider)).isEqualTo("old");
        assertThat(value(provider)).isEqualTo("old");
        assertThat(fetches).hasValue(2);
        pass(Duration.ofSeconds(5));
        value(provider);
        assertThat(value(provider)).isEqualTo("new");
        assertThat(fetches).hasValue(3);
    }

    @Test
    void failingEndpointIsCalledAtMostTenTimesAMinuteAndCallersGetItsError() {
        VirtualTimeScheduler timer = VirtualTimeScheduler.create();
        ClientCredentialsProvider provider = new ClientCredentialsProvider(
                Mono.defer(() -> {
                    fetches.incrementAndGet();
                    return Mono.error(new IllegalStateException("down"));
                }),
                TimeSource.of(timer));
        List<String> errors = new ArrayList<>();
        for (int call = 0; call < 10_000; call++) {
            provider.getAccessToken().subscribe(token -> {}, error -> errors.add(error.getMessage()));
            timer.advanceTimeBy(Duration.ofMillis(6));
        }
        timer.advanceTimeBy(Duration.ofSeconds(1));
        timer.dispose();
        assertThat(errors).hasSize(10_000).containsOnly("down");
        assertThat(fetches.get()).isBetween(2, 10);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, true", "20, 19, false", "20, 20, true", "3599, 3598, false", "3600, 1, true"})
    void endpointIsNotCalledAgainBeforeRetryAfter(long retryAfter, long elapsed, boolean again) {
        CallSummary call = CallSummary.builder()
                .operation("fetchAccessToken")
                .requestLine("POST /oauth/token")
                .attempts(1)
                .elapsed(Duration.ZERO)
                .phase(CallPhase.AUTHORIZATION)
                .build();
        ClientCredentialsProvider provider = new ClientCredentialsProvider(
                Mono.error(() -> {
                    fetches.incrementAndGet();
                    return new RateLimitedException(
                            call, 429, ErrorResponse.builder().build(), Duration.ofSeconds(retryAfter));
                }),
                new TimeSource(Schedulers.parallel(), now::get, Instant::now));
        StepVerifier.create(provider.getAccessToken()).expectError().verify(SOON);
        pass(Duration.ofSeconds(elapsed).plusMillis(300));
        StepVerifier.create(provider.getAccessToken()).expectError().verify(SOON);
        assertThat(fetches).hasValue(again ? 2 : 1);
    }

    @Test
    void closedProviderCachesNoAccessToken() {
        ClientCredentialsProvider provider = withLifetime(100L);
        assertThat(value(provider)).isEqualTo("b1");
        provider.close();
        assertThat(value(provider)).isEqualTo("b2");
        assertThat(value(provider)).isEqualTo("b3");
    }

    @Test
    void rejectDiscardsOnlyTheGivenAccessToken() {
        ClientCredentialsProvider provider = withLifetime(100L);
        AccessToken first = provider.getAccessToken().block(SOON);
        for (int i = 0; i < 500; i++) {
            provider.reject(first);
        }
        AccessToken second = provider.getAccessToken().block(SOON);
        provider.reject(first);
        assertThat(provider.getAccessToken().block(SOON)).isSameAs(second);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void fetchDoesNotSeeTheContextOfTheCaller() {
        ClientCredentialsProvider provider = new ClientCredentialsProvider(
                Mono.deferContextual(context -> Mono.just(new AccessTokenResponse("b" + context.size(), 60L))),
                new TimeSource(Schedulers.parallel(), now::get, Instant::now));
        StepVerifier.create(provider.getAccessToken()
                        .map(AccessToken::reveal)
                        .contextWrite(context -> context.put("user", "mallory")))
                .expectNext("b0")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void accessTokenIsToBeHadAtOnceUntilItsRefresh() {
        ClientCredentialsProvider provider = withLifetime(1_000L);
        assertThat(provider.cachedAccessToken()).isNull();
        AccessToken token = provider.getAccessToken().block(SOON);
        pass(Duration.ofMillis(749_999));
        assertThat(provider.cachedAccessToken()).isSameAs(token);
        pass(Duration.ofMillis(50_002));
        assertThat(provider.cachedAccessToken()).isNull();
        assertThat(provider.getAccessToken().block(SOON)).isSameAs(token);
    }

    @Test
    void callerWaitsForAShortBackoff() {
        VirtualTimeScheduler timer = VirtualTimeScheduler.create();
        ClientCredentialsProvider provider = new ClientCredentialsProvider(
                Mono.defer(() -> fetches.incrementAndGet() == 1
                        ? Mono.error(new IllegalStateException("down"))
                        : Mono.just(new AccessTokenResponse("b", 60L))),
                TimeSource.of(timer));
        StepVerifier.create(provider.getAccessToken())
                .expectErrorMessage("down")
                .verify(SOON);
        StepVerifier.create(provider.getAccessToken().map(AccessToken::reveal))
                .expectSubscription()
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(249)))
                .then(() -> assertThat(fetches).hasValue(1))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(1)))
                .expectNext("b")
                .expectComplete()
                .verify(SOON);
        timer.dispose();
    }

    @Test
    void nothingIsWaitedForWithoutAFailure() {
        assertThat(withLifetime(60L).untilNextFetch(Duration.ofSeconds(60))).isZero();
    }

    /** A provider, and the fetch with which it begins. */
    private static ClientCredentialsProvider of(Sinks.One<AccessTokenResponse> first) {
        return new ClientCredentialsProvider(first.asMono(), TimeSource.system());
    }

    @Test
    void accessTokenOfCredentialsThatWereSwitchedMeanwhileIsNotKept() {
        Sinks.One<AccessTokenResponse> first = Sinks.one();
        ClientCredentialsProvider provider = of(first);
        StepVerifier.create(provider.getAccessToken().map(AccessToken::reveal))
                .expectSubscription()
                .then(() -> provider.switchTo(Mono.just(new AccessTokenResponse("new", 60L))))
                .then(() -> first.tryEmitValue(new AccessTokenResponse("old", 60L)))
                .expectNext("old")
                .expectComplete()
                .verify(SOON);
        assertThat(value(provider)).isEqualTo("new");
    }

    @Test
    void fetchThatFailsBecauseOfASwitchGivesTheNewAccessToken() {
        Sinks.One<AccessTokenResponse> first = Sinks.one();
        ClientCredentialsProvider provider = of(first);
        StepVerifier.create(provider.getAccessToken().map(AccessToken::reveal))
                .expectSubscription()
                .then(() -> provider.switchTo(Mono.just(new AccessTokenResponse("new", 60L))))
                .then(() -> first.tryEmitError(new IllegalStateException("deleted")))
                .expectNext("new")
                .expectComplete()
                .verify(SOON);
    }

    /** The fetches that a waiting caller makes, as seconds since the first one. */
    private List<Double> fetchesWithin(Duration deadline) {
        ClientCredentialsProvider provider = new ClientCredentialsProvider(
                Mono.error(new IllegalStateException("down")),
                new TimeSource(Schedulers.parallel(), now::get, Instant::now));
        List<Double> times = new ArrayList<>();
        long start = now.get();
        Duration left = deadline;
        while (left.compareTo(Duration.ZERO) > 0 && times.size() < 100) {
            times.add((now.get() - start) / 1e9);
            assertThat(provider.getAccessToken().materialize().block(SOON)).matches(Signal::isOnError);
            Duration wait = provider.untilNextFetch(left);
            pass(wait);
            left = left.minus(wait);
        }
        return times;
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 4, 8, 16, 30, 60, 120, 300, 600})
    void tenFetchesAtMostAreSpreadOverTheTimeOfACaller(long seconds) {
        List<Double> times = fetchesWithin(Duration.ofSeconds(seconds));

        assertThat(times).hasSizeBetween(4, 10);
        assertThat(times.get(1)).as("a short failure costs little").isLessThan(Math.max(0.3, seconds / 200.0));
        assertThat(times.get(times.size() - 1)).isBetween(seconds * 0.7, (double) seconds);
    }
}
