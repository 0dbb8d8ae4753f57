package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.error.UnexpectedStatusException;
import io.github.sailpat.error.UnprocessedRequestException;
import java.util.regex.Pattern;

/** The effect of a failed attempt on the tenant, as far as it is known. {@link RetryDecision} says what follows. */
public enum AttemptEffect {
    /** Nothing was sent. */
    NOT_SENT,
    /** Not applied: it was sent, and the tenant has said that it did not process it (RFC 9113 section 8.7). */
    UNPROCESSED,
    /** Not applied: too many requests (429). */
    THROTTLED,
    /** Not applied: the access token was refused (401). */
    UNAUTHORIZED,
    /** It may have been applied. */
    AMBIGUOUS,
    /** Not applied: the name is in use (detail code 400.1.409, status 409, or the words of a 400). */
    NAME_IN_USE,
    /** Not applied: there is no such token (404). */
    ABSENT,
    /** Not applied: another attempt would be refused too. */
    REFUSED;

    private static final int CONFLICT = 409;
    private static final String DUPLICATE = "400.1.409";
    /** Taken for it by mistake, a refusal costs one list and stays what it is. */
    private static final Pattern WORDS_OF_A_DUPLICATE = Pattern.compile(
            "\\b(?:exists? already|already (?:exists?|in use|used|taken)|duplicate|(?:not|be) unique)\\b",
            Pattern.CASE_INSENSITIVE);

    /**
     * The effect of a failed attempt.
     *
     * @param error the error
     * @param phase where the attempt was
     * @return the effect
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
        if (failure instanceof UnprocessedRequestException) {
            return UNPROCESSED;
        }
        if (failure instanceof TransportException transport) {
            return transport.isSent() ? AMBIGUOUS : NOT_SENT;
        }
        if (failure instanceof ServerErrorException || failure instanceof MalformedResponseException) {
            return AMBIGUOUS;
        }
        if (failure instanceof UnexpectedStatusException response && saysNothing(response.getStatus())) {
            return AMBIGUOUS;
        }
        if (failure instanceof UnauthorizedException) {
            return UNAUTHORIZED;
        }
        if (isNameInUse(failure)) {
            return NAME_IN_USE;
        }
        return isAbsent(failure) ? ABSENT : REFUSED;
    }

    private static boolean isNameInUse(SailPointException failure) {
        String code = failure.getDetailCode();
        Integer status = failure.getStatus();
        return (status != null && status == CONFLICT)
                || (code != null && code.startsWith(DUPLICATE))
                || (failure instanceof BadRequestException
                        && failure.getTexts().stream()
                                .anyMatch(text ->
                                        WORDS_OF_A_DUPLICATE.matcher(text).find()));
    }

    /**
     * Whether a failure is the tenant's word that there is no such token (404). A page, a text, or JSON of another kind
     * comes from a gateway that did not find the path.
     *
     * @param failure the failure of a call
     * @return {@code false} if it is another failure, or if the body is neither empty nor an error of the API
     */
    public static boolean isAbsent(Throwable failure) {
        if (!(failure instanceof NotFoundException notFound)) {
            return false;
        }
        ErrorResponse response = notFound.getErrorResponse();
        boolean isOfTheApi = response.getDetailCode() != null || response.getTrackingId() != null;
        return isOfTheApi
                || (response.getBodyDescription() == null && response.getTexts().isEmpty());
    }

    /**
     * An interim response in place of the final one, or a server that gave up waiting for the request.
     */
    private static boolean saysNothing(int status) {
        return status < 200 || status == 408;
    }
}
