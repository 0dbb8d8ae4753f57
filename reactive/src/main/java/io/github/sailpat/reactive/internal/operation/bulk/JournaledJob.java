package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import reactor.core.publisher.Mono;

/**
 * The journal of one subscription to a job.
 *
 * @param session the open journal
 * @param calls describes the calls
 * @param acknowledgements the outcomes that the subscriber has not acknowledged
 * @param <I> the input
 * @param <R> the result
 */
record JournaledJob<I, R>(
        JobSession session, JournaledCallSpec.Factory<I, R> calls, Acknowledgements acknowledgements) {
    Mono<Void> terminated() {
        return acknowledgements.terminated().then(session.end());
    }

    Mono<Void> cancelled() {
        return Mono.defer(() -> {
            acknowledgements.cancelled();
            return session.end();
        });
    }
}
