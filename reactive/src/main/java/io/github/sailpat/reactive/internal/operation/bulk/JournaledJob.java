package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.bulk");

    Mono<Void> terminated() {
        return acknowledgements.terminated().then(session.end());
    }

    /** If something could not be recorded either, the error of the job says so. */
    Mono<Void> failed(Throwable error) {
        return terminated().then(session.requireRecorded()).onErrorResume(failure -> {
            if (failure != error) {
                error.addSuppressed(failure);
            }
            return Mono.empty();
        });
    }

    /** {@code usingWhen} does not tell of a cancel while the last acknowledgements are waited for. */
    static void cancelRequested(@Nullable JournaledJob<?, ?> open) {
        if (open != null) {
            open.acknowledgements.cancelRequested();
        }
    }

    /** Nobody gets an error any more, so it is logged. */
    Mono<Void> cancelled() {
        return Mono.defer(() -> {
                    acknowledgements.cancelled();
                    return session.end();
                })
                .then(session.requireRecorded())
                .onErrorResume(failure -> {
                    if (!(failure instanceof ClientClosedException)) {
                        LOG.warn(
                                "What became of some inputs of a cancelled job is not in its journal, so the next run"
                                        + " looks into them: {}",
                                failure.toString());
                    }
                    return Mono.empty();
                });
    }
}
