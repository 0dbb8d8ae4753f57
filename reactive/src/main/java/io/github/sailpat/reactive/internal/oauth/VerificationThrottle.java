package io.github.sailpat.reactive.internal.oauth;

import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The pause that the token endpoint asks for (429) when a secret is verified. Until it is over no secret is verified,
 * so that the items of a job do not try one after the other. The calls of the API do not wait: their limit is counted
 * per client id, and a verified secret has another one.
 */
final class VerificationThrottle {
    /** How long the pause is if the tenant does not say. */
    private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);
    /** The maximum of a pause; a longer one is reduced to it. */
    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private final TimeSource timeSource;
    private final AtomicReference<@Nullable Pause> longest = new AtomicReference<>();

    private record Pause(RateLimitedException error, long until) {}

    VerificationThrottle(TimeSource timeSource) {
        this.timeSource = timeSource;
    }

    /**
     * Verifies a secret, unless there is a pause.
     *
     * @param verification sends the request
     * @return the result, or at once a {@link RateLimitedException} with the rest of the pause, and nothing is sent
     */
    Mono<Void> apply(Mono<Void> verification) {
        return Mono.defer(() -> {
            Pause pause = longest.get();
            Duration remaining = getRemaining();
            return pause == null || remaining.isZero()
                    ? verification.doOnError(RateLimitedException.class, this::begin)
                    : Mono.error(new RateLimitedException(
                            OpenCalls.notBegun("verify", TokenEndpoint.REQUEST_LINE),
                            pause.error().getStatus(),
                            pause.error().getErrorResponse(),
                            remaining));
        });
    }

    /** A shorter pause does not end a longer one. */
    private void begin(RateLimitedException error) {
        Duration asked = error.getRetryAfter();
        Duration pause = asked == null ? DEFAULT_PAUSE : asked;
        long nanos = (pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause).toNanos();
        Pause next = new Pause(error, timeSource.nanoTime() + nanos);
        longest.accumulateAndGet(
                next, (before, after) -> before != null && before.until() - next.until() > 0 ? before : after);
    }

    /**
     * The remaining time of the pause.
     *
     * @return zero without a pause
     */
    Duration getRemaining() {
        Pause pause = longest.get();
        long left = pause == null ? 0 : pause.until() - timeSource.nanoTime();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }
}
