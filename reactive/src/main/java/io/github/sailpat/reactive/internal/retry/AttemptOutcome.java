package io.github.sailpat.reactive.internal.retry;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;

/** What an attempt that failed means for what was asked for: the columns of the retry table. */
enum AttemptOutcome {
    /** Nothing of it was sent. */
    NOT_SENT,
    /** The tenant has not looked at it: too many requests. */
    THROTTLED,
    /** The tenant has not looked at it: the bearer was refused. */
    UNAUTHORIZED,
    /** It may have been applied, or not. */
    AMBIGUOUS,
    /** There is no such token: after a delete that was ambiguous, the thing that was wanted. */
    ABSENT,
    /** The tenant has refused it for good. */
    REFUSED;

    static AttemptOutcome of(Throwable error, CallPhase phase) {
        if (!(error instanceof SailPointException failure) || error instanceof AuthenticationException) {
            return REFUSED;
        }
        if (phase == CallPhase.AUTHORIZATION) {
            return NOT_SENT;
        }
        if (failure instanceof TransportException transport) {
            return transport.isSent() ? AMBIGUOUS : NOT_SENT;
        }
        if (failure instanceof ServerErrorException || failure instanceof MalformedResponseException) {
            return AMBIGUOUS;
        }
        if (failure instanceof RateLimitedException) {
            return THROTTLED;
        }
        if (failure instanceof UnauthorizedException) {
            return UNAUTHORIZED;
        }
        return failure instanceof NotFoundException ? ABSENT : REFUSED;
    }
}
