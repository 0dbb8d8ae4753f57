package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class AuthorizationStageTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final AccessToken PROVIDED = AccessToken.of("provided");

    private final ApiCall<String> call =
            new ApiCall<>("op", "GET", "/x", "/x", null, null, CallKind.READ, (head, body, c) -> Flux.empty());
    private final CallContext context = new CallContext(call, Duration.ofSeconds(5), TimeSource.system());
    private final List<AccessToken> rejected = new ArrayList<>();
    private final List<CallPhase> phases = new ArrayList<>();
    private Mono<AccessToken> provided = Mono.just(PROVIDED);
    private @Nullable AccessToken cached;

    private final AuthorizationStage stage = new AuthorizationStage(
            new AccessTokenProvider() {
                @Override
                public Mono<AccessToken> getAccessToken() {
                    phases.add(context.attempt().getPhase());
                    return provided;
                }

                @Override
                public void reject(AccessToken token) {
                    rejected.add(token);
                }
            },
            () -> cached);

    @Test
    void attemptGetsTheAccessTokenOfTheProvider() {
        StepVerifier.create(stage.apply(context, accessToken -> Flux.just(accessToken.reveal())))
                .expectNext("provided")
                .expectComplete()
                .verify(SOON);
        assertThat(phases).containsExactly(CallPhase.AUTHORIZATION);
    }

    @Test
    void providerIsNotAskedForWhatItWouldGiveAtOnce() {
        cached = AccessToken.of("cached");
        StepVerifier.create(stage.apply(context, accessToken -> Flux.just(accessToken.reveal())))
                .expectNext("cached")
                .expectComplete()
                .verify(SOON);
        assertThat(phases).isEmpty();
        assertThat(context.attempt().getPhase()).isEqualTo(CallPhase.AUTHORIZATION);
    }

    @ParameterizedTest
    @CsvSource({"401, true, 1", "401, false, 1", "503, true, 0", "503, false, 0"})
    void providerLearnsWhichAccessTokenWasRefused(String failure, boolean isCached, int times) {
        cached = isCached ? AccessToken.of("cached") : null;
        StepVerifier.create(stage.apply(context, accessToken -> Flux.error(ScriptedRetry.failure(failure))))
                .expectError(SailPointException.class)
                .verify(SOON);
        AccessToken sent = cached == null ? PROVIDED : cached;
        assertThat(rejected).hasSize(times).allMatch(sent::equals);
    }

    @Test
    void errorOfTheProviderTellsTheAttemptsOfTheCall() {
        for (int i = 0; i < 3; i++) {
            context.beginAttempt();
        }
        provided = Mono.error(ScriptedRetry.failure("refused"));
        StepVerifier.create(stage.apply(context, accessToken -> Flux.just("not reached")))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                TransportException.class,
                                error -> assertThat(error.getCall().getAttempts())
                                        .isEqualTo(3)))
                .verify(SOON);
        assertThat(context.attempt().getPhase()).isEqualTo(CallPhase.AUTHORIZATION);
    }

    @Test
    void otherErrorOfTheProviderIsPassedOnAsItIs() {
        IllegalStateException error = new IllegalStateException("of the application");
        provided = Mono.error(error);
        StepVerifier.create(stage.apply(context, accessToken -> Flux.just("not reached")))
                .expectErrorMatches(e -> e == error)
                .verify(SOON);
    }
}
