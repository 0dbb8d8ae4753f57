package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Verifies the secret of one successor, and again for a time, because a new token may not work immediately. The waits
 * that the tenant asks for (429) do not count, up to the patience of the job.
 */
final class SuccessorVerification {
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final int MAX_DOUBLINGS = 4;

    private final PersonalAccessTokens tokens;
    private final Duration deadline;
    private final @Nullable Duration patience;
    private final TimeSource timeSource;
    /** The waits that the tenant has asked for. They follow each other. */
    private Duration waitedForTenant = Duration.ZERO;

    /**
     * A verification.
     *
     * @param tokens makes its requests
     * @param deadline how long the secret may be refused
     * @param patience the patience of the job, or {@code null} if the rotation belongs to none
     * @param timeSource the time
     */
    SuccessorVerification(
            PersonalAccessTokens tokens, Duration deadline, @Nullable Duration patience, TimeSource timeSource) {
        this.tokens = tokens;
        this.deadline = deadline;
        this.patience = patience;
        this.timeSource = timeSource;
    }

    /**
     * Verifies the secret.
     *
     * @param created the successor
     * @param untilClosed ends a wait when the client is closed
     * @return completes when an access token was fetched with it
     */
    Mono<Void> verify(CreatedPersonalAccessToken created, UnaryOperator<Mono<Long>> untilClosed) {
        return Mono.defer(() -> {
            long start = timeSource.nanoTime();
            return tokens.verify(created.getId(), created.getSecret())
                    .retryWhen(Retry.from(signals -> signals.concatMap(signal -> {
                        Duration elapsed = Duration.ofNanos(timeSource.nanoTime() - start);
                        return waitFor(signal.failure(), signal.totalRetries(), elapsed, untilClosed);
                    })));
        });
    }

    private Mono<Long> waitFor(
            Throwable failure, long retries, Duration elapsed, UnaryOperator<Mono<Long>> untilClosed) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(retries, MAX_DOUBLINGS));
        Duration retryAfter = failure instanceof ResponseException response ? response.getRetryAfter() : null;
        wait = retryAfter != null && retryAfter.compareTo(wait) > 0 ? retryAfter : wait;
        boolean retryable = failure instanceof SailPointException && !(failure instanceof ClientClosedException);
        return isInTime(failure, wait, elapsed) && retryable
                ? untilClosed.apply(Mono.delay(wait, timeSource.scheduler()))
                : Mono.error(failure);
    }

    private boolean isInTime(Throwable failure, Duration wait, Duration elapsed) {
        if (failure instanceof RateLimitedException && patience != null) {
            waitedForTenant = waitedForTenant.plus(wait);
            return waitedForTenant.compareTo(patience) <= 0;
        }
        return elapsed.minus(waitedForTenant).plus(wait).compareTo(deadline) <= 0;
    }
}
