package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines of attempts and retries, at DEBUG. */
final class AttemptLog {
    private static final Logger ATTEMPTS = LoggerFactory.getLogger("io.github.sailpat.attempt");
    private static final Logger RETRIES = LoggerFactory.getLogger("io.github.sailpat.retry");
    private static final Duration LONG_WAIT = Duration.ofSeconds(1);

    private AttemptLog() {}

    /** Begins an attempt and logs it; {@code false} if the call was halted. */
    static boolean beginAttempt(ApiCall<?> call, CallContext context) {
        if (!ATTEMPTS.isDebugEnabled()) {
            return context.beginAttempt();
        }
        Duration waited = context.time().getPermitWait();
        boolean begun = context.beginAttempt();
        if (waited.compareTo(LONG_WAIT) > 0) {
            ATTEMPTS.debug("{}: waited {} ms for a permit of the rate limit", call, waited.toMillis());
        }
        if (begun) {
            ATTEMPTS.debug("{}: attempt {} begins", call, context.getAttempts());
        }
        return begun;
    }

    /** The next attempt follows after a wait. */
    static void retry(ApiCall<?> call, CallContext context, Duration wait, Throwable reason) {
        if (RETRIES.isDebugEnabled()) {
            RETRIES.debug(
                    "{}: attempt {} follows after {} ms, because of: {}",
                    call,
                    context.getAttempts() + 1,
                    wait.toMillis(),
                    reason.getMessage());
        }
    }

    /** The next attempt follows at once, with a new access token. */
    static void reauthorize(ApiCall<?> call) {
        RETRIES.debug("{}: another attempt follows with a new access token, because of the 401", call);
    }
}
