package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
import io.github.sailpat.reactive.resilience.FirstSignalTimeout;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Hands secrets over to a function of the user. A hand-over that has started is completed, whoever cancels: only so it
 * is known whether the function has the secret. If it fails, or the client is closed, the secret goes to the handler of
 * undelivered secrets.
 */
public final class SecretHandOver {
    private final Function<CreatedPersonalAccessToken, ? extends Publisher<?>> function;
    private final FirstSignalTimeout deadline;
    private final UndeliveredSecretHandler undelivered;
    private final FunctionThreads threads;
    private final OpenCalls openCalls;
    private final Recorder recorder;

    /** Records which secrets were handed over. */
    public interface Recorder {
        /** Records nothing. */
        Recorder NONE = token -> Mono.empty();

        /** A hand-over starts. */
        default void started() {}

        /**
         * A secret was handed over.
         *
         * @param token its token
         * @return completes when that is recorded; an error does not fail the hand-over
         */
        Mono<Void> handedOver(CreatedPersonalAccessToken token);

        /** The hand-over has ended, and is recorded. */
        default void ended() {}
    }

    private SecretHandOver(
            Function<CreatedPersonalAccessToken, ? extends Publisher<?>> function,
            FirstSignalTimeout deadline,
            UndeliveredSecretHandler undelivered,
            FunctionThreads threads,
            OpenCalls openCalls,
            Recorder recorder) {
        this.function = function;
        this.deadline = deadline;
        this.undelivered = undelivered;
        this.threads = threads;
        this.openCalls = openCalls;
        this.recorder = recorder;
    }

    /**
     * The same hand-over with a recorder.
     *
     * @param other the recorder
     * @return the hand-over
     */
    public SecretHandOver recordedBy(Recorder other) {
        return new SecretHandOver(function, deadline, undelivered, threads, openCalls, other);
    }

    /**
     * The hand-over of a job.
     *
     * @param options of the job
     * @param undelivered takes the secrets that the function does not take
     * @param threads for the function, which may block
     * @param openCalls the open calls of the client, whose close ends a hand-over
     * @return the hand-over, or {@code null} if the options have no function
     */
    public static @Nullable SecretHandOver of(
            BulkOptions options, UndeliveredSecretHandler undelivered, FunctionThreads threads, OpenCalls openCalls) {
        var function = options.getHandOver();
        return function == null
                ? null
                : new SecretHandOver(
                        function,
                        FirstSignalTimeout.of(options.getHandOverDeadline()),
                        undelivered,
                        threads,
                        openCalls,
                        Recorder.NONE);
    }

    /**
     * Hands a secret over.
     *
     * @param token the token, with its secret
     * @param context of its create
     * @return the token when the secret was handed over, or {@link SecretLostException}. From the subscription on, a
     *     cancel has no effect on the hand-over
     */
    public Mono<CreatedPersonalAccessToken> handOver(CreatedPersonalAccessToken token, CallContext context) {
        return Mono.deferContextual(subscriber -> start(token, subscriber))
                .onErrorMap(error ->
                        SecretLostException.notHandedOver(context.summary(), token.getId(), token.getName(), error))
                .thenReturn(token);
    }

    /**
     * Hands over a secret whose subscriber has cancelled.
     *
     * @param token the token, with its secret
     * @param context of that subscriber
     */
    public void handOverAfterCancel(CreatedPersonalAccessToken token, ContextView context) {
        start(token, context);
    }

    private Mono<Void> start(CreatedPersonalAccessToken token, ContextView context) {
        Sinks.Empty<Void> done = Sinks.empty();
        recorder.started();
        Mono<Void> handedOver =
                deadline.limit(FunctionFlux.mayBlock("handOver(...)", () -> function.apply(token), threads)
                        .then());
        openCalls
                .<Void>closed(() -> OpenCalls.notBegun("handOver", "the hand-over of token " + token.getId()))
                .or(handedOver)
                .then(Mono.defer(() -> recorder.handedOver(token).onErrorComplete()))
                .contextWrite(Context.of(context))
                .subscribe(
                        nothing -> {},
                        error -> {
                            undelivered.handOver(token);
                            done.tryEmitError(error);
                            recorder.ended();
                        },
                        () -> {
                            done.tryEmitEmpty();
                            recorder.ended();
                        });
        return done.asMono();
    }
}
