package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.Conditions;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** In which order a secret is handed over, recorded, and given to the handler of undelivered ones. */
class SecretHandOverRecordTest extends ReconciledCreate {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final CreatedPersonalAccessToken token = created("id-1");
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final FunctionThreads threads = new FunctionThreads("sailpat-function");
    private final OpenCalls openCalls = new OpenCalls(Runnable::run, Schedulers.parallel());

    private final SecretHandOver.Recorder recorder = new SecretHandOver.Recorder() {
        @Override
        public void started() {
            steps.add("started");
        }

        @Override
        public Mono<Void> handedOver(CreatedPersonalAccessToken recorded) {
            return Mono.fromRunnable(() -> steps.add("recorded " + recorded.getId()));
        }

        @Override
        public void ended() {
            steps.add("ended");
        }
    };

    @AfterEach
    void close() {
        threads.close();
    }

    private SecretHandOver handOver(Mono<Void> result) {
        BulkOptions options = BulkOptions.create(o -> o.handOver(secret -> {
            steps.add("handed over " + secret.getId());
            return result;
        }));
        UndeliveredSecretHandler undelivered =
                new UndeliveredSecretHandler(secret -> steps.add("undelivered " + secret.getId()));
        return Objects.requireNonNull(SecretHandOver.of(options, undelivered, threads, openCalls))
                .recordedBy(recorder);
    }

    @Test
    void jobWithoutAFunctionHandsNothingOver() {
        assertThat(SecretHandOver.of(BulkOptions.standard(), new UndeliveredSecretHandler(null), threads, openCalls))
                .isNull();
    }

    @Test
    void secretThatWasHandedOverIsRecordedAndEmitted() {
        StepVerifier.create(handOver(Mono.empty()).handOver(token, context))
                .expectNext(token)
                .expectComplete()
                .verify(SOON);

        Conditions.await(() -> steps.contains("ended"));
        assertThat(steps).containsExactly("started", "handed over id-1", "recorded id-1", "ended");
    }

    @Test
    void secretThatCannotBeHandedOverIsUndelivered() {
        StepVerifier.create(handOver(Mono.error(new IllegalStateException("made up")))
                        .handOver(token, context))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                SecretLostException.class,
                                lost -> assertThat(lost.getId()).isEqualTo("id-1"))
                        .hasRootCauseMessage("made up"))
                .verify(SOON);

        Conditions.await(() -> steps.contains("ended"));
        assertThat(steps).containsExactly("started", "handed over id-1", "undelivered id-1", "ended");
    }

    @Test
    void closeOfTheClientEndsAHandOver() {
        handOver(Mono.never()).handOverAfterCancel(token, Context.empty());
        Conditions.await(() -> steps.contains("handed over id-1"));
        openCalls.close().subscribe();

        Conditions.await(() -> steps.contains("ended"));
        assertThat(steps).endsWith("undelivered id-1", "ended");
    }
}
