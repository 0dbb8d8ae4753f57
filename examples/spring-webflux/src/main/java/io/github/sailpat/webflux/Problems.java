package io.github.sailpat.webflux;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.SecretLostException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/** Errors as problem details (RFC 9457). The library's messages hold no secret, so they can be passed on. */
final class Problems {
    /** What the caller can do something about keeps its status; the rest is between the service and the tenant. */
    private static final Map<Class<? extends SailPointException>, HttpStatus> STATUSES = Map.of(
            BadRequestException.class, HttpStatus.BAD_REQUEST,
            ForbiddenException.class, HttpStatus.FORBIDDEN,
            NotFoundException.class, HttpStatus.NOT_FOUND,
            RateLimitedException.class, HttpStatus.SERVICE_UNAVAILABLE,
            ClientClosedException.class, HttpStatus.SERVICE_UNAVAILABLE,
            DeadlineExceededException.class, HttpStatus.GATEWAY_TIMEOUT);

    private Problems() {}

    static ProblemDetail of(Throwable error) {
        if (error instanceof SailPointException failure) {
            return of(failure);
        }
        if (error instanceof ErrorResponse response) {
            return response.getBody();
        }
        if (error instanceof DecodingException) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "this is not the JSON that is wanted here");
        }
        if (error instanceof DataBufferLimitException) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, "a line is too long");
        }
        return error instanceof IllegalArgumentException
                ? ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, error.getMessage())
                : ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    private static ProblemDetail of(SailPointException failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(failure.getClass()), failure.getMessage());
        problem.setProperty("error", failure.getClass().getSimpleName());
        problem.setProperty("operation", failure.getOperation());
        problem.setProperty("attempts", failure.getAttempts());
        set(problem, "tenantStatus", failure.getStatus());
        set(problem, "detailCode", failure.getDetailCode());
        set(problem, "trackingId", failure.getTrackingId());
        set(problem, "tokenId", failure instanceof SecretLostException lost ? lost.getId() : null);
        set(problem, "tokenName", failure instanceof OutcomeUnknownException unknown ? unknown.getName() : null);
        set(problem, "rotationState", failure instanceof RotationFailedException failed ? failed.getState() : null);
        return problem;
    }

    static HttpStatus status(Class<? extends SailPointException> type) {
        return STATUSES.getOrDefault(type, HttpStatus.BAD_GATEWAY);
    }

    private static void set(ProblemDetail problem, String name, @Nullable Object value) {
        if (value != null) {
            problem.setProperty(name, value);
        }
    }
}
