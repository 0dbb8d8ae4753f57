package io.github.sailpat.reactive.internal.operation.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkProgress;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
import io.github.sailpat.reactive.internal.http.error.CredentialMask;
import io.github.sailpat.reactive.internal.instrumentation.ClientObservation;
import io.github.sailpat.reactive.internal.instrumentation.Unobserved;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.reactive.internal.operation.AbandonedCreateHandler;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The secret of a successor between the steps of a rotation. */
class RotationSecretTest {
    private static final PersonalAccessToken OLD = PersonalAccessToken.builder()
            .id("old")
            .name("ci")
            .created(Instant.EPOCH)
            .expirationDate(Instant.EPOCH.plus(Duration.ofDays(90)))
            .owner(Owner.builder().build())
            .build();
    private static final CreatedPersonalAccessToken SUCCESSOR = CreatedPersonalAccessToken.builder()
            .id("successor")
            .name("ci (after old)")
            .secret(Secret.of("made-up"))
            .build();

    private final List<CreatedPersonalAccessToken> undelivered = new CopyOnWriteArrayList<>();

    /** A job that has emitted its outcome and has not completed. */
    private static final class EmittedJob
            extends BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> {
        @Override
        public void subscribe(
                CoreSubscriber<? super BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>>
                        actual) {
            CreatePersonalAccessTokenRequest request = CreatePersonalAccessTokenRequest.create(r -> r.name("ci"));
            Flux.<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>>just(
                            new BulkOutcome.Succeeded<>(request, 0, 1, SUCCESSOR))
                    .concatWith(Flux.never())
                    .subscribe(actual);
        }

        @Override
        public void stop() {}

        @Override
        public BulkProgress getProgress() {
            throw new UnsupportedOperationException();
        }
    }

    private static PersonalAccessTokens tokens() {
        return (PersonalAccessTokens) Proxy.newProxyInstance(
                PersonalAccessTokens.class.getClassLoader(),
                new Class<?>[] {PersonalAccessTokens.class},
                (proxy, method, arguments) -> method.getName().equals("list") ? Flux.just(OLD) : new EmittedJob());
    }

    @SuppressWarnings("NullAway") // without credentials, nothing is fetched
    private Rotations rotations() {
        TimeSource time = TimeSource.system();
        ClientObservation observation = Unobserved.client();
        PersonalAccessTokens tokens = tokens();
        return new Rotations(
                tokens,
                patience -> tokens,
                Duration.ofSeconds(10),
                RateLimiter.unlimited(),
                new SwitchableCredentials(null, new CredentialMask(), null, time, observation),
                ApiVersion.BETA,
                Instant::now,
                time,
                observation,
                new OpenCalls(Runnable::run, Schedulers.parallel()),
                new FunctionThreads("sailpat-function"),
                new TenantClock(time),
                new UndeliveredSecretHandler(undelivered::add),
                new AbandonedCreateHandler(create -> {}));
    }

    @Test
    void secretThatIsEmittedBeforeItsJobHasCompletedSurvivesACancel() {
        Disposable rotation = rotations()
                .rotate("old", RotationOptions.of(created -> Mono.never()))
                .subscribe();
        assertThat(undelivered).isEmpty();

        rotation.dispose();

        assertThat(undelivered).containsExactly(SUCCESSOR);
    }
}
