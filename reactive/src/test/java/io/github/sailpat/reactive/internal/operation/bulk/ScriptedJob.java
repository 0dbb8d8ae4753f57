package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.call.HaltableCall;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.instrumentation.BulkObservation;
import io.github.sailpat.reactive.internal.instrumentation.Unobserved;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;
import reactor.test.publisher.TestPublisher.Violation;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** A job whose source, calls and subscriber do what a test says, on its thread. */
abstract class ScriptedJob {
    static final int CONCURRENCY = 3;

    /** May break the rules, and emits after a cancel, as a source does that has not seen it yet. */
    final TestPublisher<Integer> source = TestPublisher.createNoncompliant(
            Violation.ALLOW_NULL, Violation.REQUEST_OVERFLOW, Violation.DEFER_CANCELLATION);

    final List<Long> requested = new ArrayList<>();
    final List<ScriptedCall> calls = new ArrayList<>();
    final List<CreatedPersonalAccessToken> undelivered = new ArrayList<>();
    final OpenCalls openCalls = new OpenCalls(Runnable::run, Schedulers.parallel());
    final Outcomes outcomes = new Outcomes();
    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    Duration remainingPause = Duration.ZERO;
    /** Is run while a call is prepared. */
    Runnable whilePrepared = () -> {};

    /** The call of one input. */
    static final class ScriptedCall implements HaltableCall {
        /** Emits after a cancel, as a call does that has not seen it yet. */
        final TestPublisher<Object> results = TestPublisher.createNoncompliant(Violation.DEFER_CANCELLATION);

        final Consumer<CreatedPersonalAccessToken> received;
        final List<Throwable> abandoned = new ArrayList<>();
        boolean waitingForPermit;
        boolean waiting;
        boolean haltedBeforeRetry;
        boolean ambiguous;
        boolean maybeApplied;
        int attempts = 1;
        ContextView context = Context.empty();

        @Nullable
        Throwable lastError;

        Flux<Object> results() {
            return Flux.deferContextual(subscriber -> {
                context = subscriber;
                return results.flux();
            });
        }

        ScriptedCall(Consumer<CreatedPersonalAccessToken> received) {
            this.received = received;
        }

        @Override
        public boolean isWaitingForPermit() {
            return waitingForPermit;
        }

        @Override
        public boolean halt() {
            return waiting;
        }

        @Override
        public boolean isHaltedBeforeRetry() {
            return haltedBeforeRetry;
        }

        @Override
        public int getAttempts() {
            return attempts;
        }

        @Override
        public boolean isAmbiguous() {
            return ambiguous;
        }

        @Override
        public boolean isMaybeApplied(Throwable error) {
            return maybeApplied;
        }

        @Override
        public @Nullable Throwable getLastError() {
            return lastError;
        }
    }

    /** A subscriber with the demand that a test gives it. */
    static final class Outcomes extends BaseSubscriber<BulkOutcome<Integer, Object>> {
        final List<BulkOutcome<Integer, Object>> received = new ArrayList<>();
        boolean completed;

        @Nullable
        Throwable error;

        @Nullable
        RuntimeException thrown;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Nothing is requested yet.
        }

        @Override
        protected void hookOnNext(BulkOutcome<Integer, Object> outcome) {
            received.add(outcome);
            if (thrown != null) {
                throw thrown;
            }
        }

        @Override
        protected void hookOnComplete() {
            completed = true;
        }

        @Override
        protected void hookOnError(Throwable failure) {
            error = failure;
        }

        BulkOutcome<Integer, Object> only() {
            if (received.size() != 1) {
                throw new AssertionError("not one outcome: " + received);
            }
            return received.get(0);
        }
    }

    DefaultBulkJob<Integer, Object> job(UnaryOperator<BulkOptions.Builder> options, @Nullable Object resultIfEmpty) {
        return job(source.flux().doOnRequest(requested::add), options, resultIfEmpty, null);
    }

    DefaultBulkJob<Integer, Object> job(
            Flux<Integer> inputs,
            UnaryOperator<BulkOptions.Builder> options,
            @Nullable Object resultIfEmpty,
            DefaultBulkJob.@Nullable Journal<Integer, Object> journal) {
        return new DefaultBulkJob<>(
                inputs,
                BulkOptions.create(b -> options.apply(b.onUndeliveredSecret(undelivered::add))),
                CONCURRENCY,
                (input, received) -> {
                    if (input < 0) {
                        throw new IllegalArgumentException("below zero");
                    }
                    return prepared(received, resultIfEmpty);
                },
                TimeSource.of(time),
                () -> remainingPause,
                new BulkObservation(Unobserved.client(), "create"),
                openCalls,
                new UndeliveredSecretHandler(null),
                journal);
    }

    BulkCallFactory.Prepared<Object> prepared(
            Consumer<CreatedPersonalAccessToken> received, @Nullable Object resultIfEmpty) {
        ScriptedCall call = new ScriptedCall(received);
        calls.add(call);
        whilePrepared.run();
        return new BulkCallFactory.Prepared<>(call, call.results(), resultIfEmpty, call.abandoned::add);
    }

    DefaultBulkJob<Integer, Object> job(Flux<Integer> inputs) {
        return job(inputs, options -> options, null, null);
    }

    DefaultBulkJob<Integer, Object> job() {
        return job(options -> options, null);
    }

    /** A job with one item in flight and a demand of one. */
    ScriptedCall start(DefaultBulkJob<Integer, Object> job) {
        job.subscribe(outcomes);
        outcomes.request(1);
        source.next(0);
        return calls.get(0);
    }

    static CallSummary summary(CallPhase phase) {
        return CallSummary.builder()
                .operation("create")
                .requestLine("POST /x")
                .attempts(1)
                .elapsed(Duration.ZERO)
                .phase(phase)
                .build();
    }

    static CreatedPersonalAccessToken token(String id) {
        return CreatedPersonalAccessToken.builder()
                .id(id)
                .name("ci")
                .secret(Secret.of("made-up"))
                .build();
    }
}
