package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.reactive.internal.call.CallContext;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is particular to a create: its name, and how to find out whether an ambiguous attempt of it was applied. */
public interface Reconciler {
    /** Of a call that is not a create. */
    Reconciler NONE = new Reconciler() {
        @Override
        public String subject() {
            return "";
        }

        @Override
        public Mono<Void> reconcile(CallContext context, Throwable ambiguous, Duration wait) {
            return Mono.error(ambiguous);
        }
    };

    /**
     * The name that the create asks for.
     *
     * @return the name, empty if the call is not a create
     */
    String subject();

    /**
     * Learns of the begin and of the end of a call.
     *
     * @param call the call
     * @return the same call
     * @param <T> its results
     */
    default <T> Flux<T> track(Flux<T> call) {
        return call;
    }

    /**
     * The call was sent, and nobody will receive its outcome.
     *
     * @param context of the call
     */
    default void abandoned(CallContext context) {}

    /**
     * Finds out whether an ambiguous attempt was applied.
     *
     * @param context of the call
     * @param ambiguous the error of the attempt
     * @param wait how long to wait at least before the tenant is asked
     * @return completes empty if the attempt was certainly not applied, else an error
     */
    Mono<Void> reconcile(CallContext context, Throwable ambiguous, Duration wait);
}
