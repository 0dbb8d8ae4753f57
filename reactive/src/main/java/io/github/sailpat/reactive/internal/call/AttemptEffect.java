package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.error.UnexpectedStatusException;

/** What an attempt that failed means for what was asked for: the columns of the retry table. */
public enum AttemptEffect {
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

    /**
     * What an attempt's error means.
     *
     * @param error the error
     * @param phase where the attempt was
     * @return its column
     */
    public static AttemptEffect of(Throwable error, CallPhase phase) {
        if (!(error instanceof SailPointException failure) || error instanceof AuthenticationException) {
            return REFUSED;
        }
        if (failure instanceof RateLimitedException) {
            return THROTTLED;
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
        if (failure instanceof UnexpectedStatusException answer && isNoAnswer(answer.getStatus())) {
            return AMBIGUOUS;
        }
        if (failure instanceof UnauthorizedException) {
            return UNAUTHORIZED;
        }
        return failure instanceof NotFoundException ? ABSENT : REFUSED;
    }

    /**
     * An interim answer in place of the final one, or a server that gave up waiting: neither says what became of it.
     */
    private static boolean isNoAnswer(int status) {
        return status < 200 || status == 408;
    }
}
