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
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** Maps a response that is not a success of its operation to an exception, by its status. */
public final class ErrorResponseMapper {
    /** The maximum number of bytes that are read of the body of an error response. */
    static final int MAX_ERROR_BYTES = 64 * 1024;
    /** After this time the error is emitted with what has arrived of the body. */
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(1);

    private final CredentialMask mask;
    private final TimeSource timeSource;

    /**
     * Creates a mapper for one client.
     *
     * @param mask masks credentials in the texts of the tenant
     * @param timeSource the scheduler of the timeout of error bodies
     */
    public ErrorResponseMapper(CredentialMask mask, TimeSource timeSource) {
        this.mask = mask;
        this.timeSource = timeSource;
    }

    /**
     * Reads the body of an error response and emits its exception. The body may have any type, and may be truncated or
     * endless: the type of the exception depends on the status only.
     *
     * @param head status and headers
     * @param body the body
     * @param context the context of the call
     * @return always an error
     * @param <T> the type of a result
     */
    public <T> Mono<T> error(ResponseHead head, ByteBufFlux body, CallContext context) {
        return readBody(body)
                .flatMap(bytes -> Mono.error(
                        head.isSuccess()
                                ? unexpectedSuccess(head, bytes, context.summary())
                                : toException(head, ErrorResponseReader.read(head.with(bytes)), context.summary())));
    }

    /**
     * Masks the credentials in a text of a response.
     *
     * @param text the text
     * @param accessToken the access token that was sent, or {@code null}
     * @return the text without credentials
     */
    public String mask(String text, @Nullable AccessToken accessToken) {
        return mask.mask(text, accessToken == null ? null : accessToken.reveal());
    }

    private static MalformedResponseException unexpectedSuccess(ResponseHead head, byte[] bytes, CallSummary call) {
        return new MalformedResponseException(
                call,
                head.status(),
                -1,
                "status " + head.status() + " is not a success of this operation" + "; " + head.describe(bytes),
                null);
    }

    /** Emits the bytes that arrive within the limits of size and time, maybe none. Never an error. */
    private Mono<byte[]> readBody(ByteBufFlux body) {
        BodyBuffer buffer = new BodyBuffer(MAX_ERROR_BYTES);
        return body.takeWhile(buffer::add)
                .then()
                .timeout(BODY_TIMEOUT, timeSource.scheduler())
                .onErrorComplete()
                .then(Mono.fromSupplier(buffer::toByteArray));
    }

    private ResponseException toException(ResponseHead head, ErrorResponse body, CallSummary call) {
        int status = head.status();
        HttpHeaders headers = head.headers();
        return switch (status) {
            case 400 -> new BadRequestException(call, status, body);
            case 401 -> new UnauthorizedException(call, status, body);
            case 403 -> new ForbiddenException(call, status, body);
            case 404 -> new NotFoundException(call, status, body);
            case 429 -> new RateLimitedException(call, status, body, retryAfter(headers));
            default ->
                status >= 500
                        ? new ServerErrorException(call, status, body, retryAfter(headers))
                        : new UnexpectedStatusException(call, status, body, redirectTarget(head));
        };
    }

    private static @Nullable String redirectTarget(ResponseHead head) {
        String target = head.status() / 100 == 3 ? RedirectTarget.of(head.headers()) : null;
        return target == null ? null : head.mask().apply(target);
    }

    private @Nullable Duration retryAfter(HttpHeaders headers) {
        return RetryAfter.parse(
                headers.getAll(HttpHeaderNames.RETRY_AFTER), headers.get(HttpHeaderNames.DATE), timeSource.now());
    }
}
