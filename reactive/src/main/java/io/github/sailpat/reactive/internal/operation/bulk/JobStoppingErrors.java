package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.UnauthorizedException;

/** The errors that stop a job, because every other item would get them too. */
public final class JobStoppingErrors {
    private JobStoppingErrors() {}

    /**
     * Whether an error stops the job.
     *
     * @param error the error of an item
     * @return {@code true} if the credentials were refused, no access token came within the time for it, or the tenant
     *     asks for a longer wait than the patience of the job
     */
    public static boolean isOne(Throwable error) {
        return error instanceof AuthenticationException
                || error instanceof UnauthorizedException
                || error instanceof RateLimitedException
                || (error instanceof SailPointException failure && failure.getPhase() == CallPhase.AUTHORIZATION);
    }
}
