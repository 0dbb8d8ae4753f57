package io.github.sailpat.reactive.internal.http.error;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.error.UnexpectedStatusException;
import io.github.sailpat.internal.ErrorResponseReader;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.github.sailpat.reactive.internal.http.body.BodyBuffer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** Makes a typed error of an answer that is not the success of its operation. */
public final class ErrorResponseMapper {
    /** Of an error's body so much is kept; the rest is not read. */
    static final int MAX_ERROR_BYTES = 64 * 1024;
    /** The status is what counts: its explanation is not waited for longer. */
    private static final Duration ERROR_BODY_TIME = Duration.ofSeconds(1);

    private final CredentialMask mask;

    /**
     * A classifier for one client.
     *
     * @param mask hides credentials in the tenant's words
     */
    public ErrorResponseMapper(CredentialMask mask) {
        this.mask = mask;
    }

    /**
     * The error of an answer. Its body may be of any kind, broken off, or endless: the status counts.
     *
     * @param head status and headers
     * @param body the body
     * @param context the call
     * @return always an error
     * @param <T> what the caller hoped for
     */
    public <T> Mono<T> error(ResponseHead head, ByteBufFlux body, CallContext context) {
        return errorBytes(body)
                .flatMap(bytes -> Mono.error(
                        head.isSuccess()
                                ? notTheSuccess(head, bytes, context.summary())
                                : toException(
                                        head.status(),
                                        head.headers(),
                                        ErrorResponseReader.read(head.with(bytes)),
                                        context.summary())));
    }

    public String mask(String text, @Nullable AccessToken bearer) {
        return mask.mask(text, bearer == null ? null : bearer.reveal());
    }

    private static MalformedResponseException notTheSuccess(ResponseHead head, byte[] bytes, CallSummary call) {
        return new MalformedResponseException(
                call,
                head.status(),
                -1,
                "the operation has no success with status " + head.status() + "; " + head.describe(bytes),
                null);
    }

    /**
     * What arrives of an error's body, within the limit.
     *
     * @param body the body
     * @return the bytes, maybe none; never an error
     */
    public static Mono<byte[]> errorBytes(ByteBufFlux body) {
        BodyBuffer buffer = new BodyBuffer(MAX_ERROR_BYTES);
        return body.takeWhile(buffer::add)
                .then()
                .timeout(ERROR_BODY_TIME)
                .onErrorComplete()
                .then(Mono.fromSupplier(buffer::toByteArray));
    }

    private static ResponseException toException(
            int status, HttpHeaders headers, ErrorResponse body, CallSummary call) {
        return switch (status) {
            case 400 -> new BadRequestException(call, status, body);
            case 401 -> new UnauthorizedException(call, status, body);
            case 403 -> new ForbiddenException(call, status, body);
            case 404 -> new NotFoundException(call, status, body);
            case 429 -> new RateLimitedException(call, status, body, retryAfter(headers));
            default ->
                status >= 500
                        ? new ServerErrorException(call, status, body, retryAfter(headers))
                        : new UnexpectedStatusException(call, status, body);
        };
    }

    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        return RetryAfter.parse(headers.getAll(HttpHeaderNames.RETRY_AFTER), headers.get(HttpHeaderNames.DATE));
    }
}
