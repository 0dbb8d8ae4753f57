package io.github.sailpat.reactive.internal.oauth;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.internal.AccessTokenResponseReader;
import io.github.sailpat.internal.TokenQueryWriter;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.http.Exchange;
import io.github.sailpat.reactive.internal.timing.ReadBeforeTimeout;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.FirstSignalTimeout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Fetches access tokens by {@code POST /oauth/token} with client credentials (RFC 6749 section 4.4). The secret is sent
 * in the form body, because a query is written to access logs.
 */
public final class TokenEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.token");
    private static final String OPERATION = "fetchAccessToken";
    private static final String PATH = "/oauth/token";
    static final String REQUEST_LINE = "POST " + PATH;

    private final Exchange exchange;
    private final Duration deadline;
    private final TimeSource timeSource;
    private final OpenCalls openCalls;
    private volatile @Nullable CallContext fetchInProgress;

    /**
     * Creates the endpoint of one tenant.
     *
     * @param exchange sends the request
     * @param deadline the longest time of a fetch
     * @param timeSource the time
     * @param openCalls terminates a fetch when the client is closed
     */
    public TokenEndpoint(Exchange exchange, Duration deadline, TimeSource timeSource, OpenCalls openCalls) {
        this.exchange = exchange;
        this.deadline = deadline;
        this.timeSource = timeSource;
        this.openCalls = openCalls;
    }

    /**
     * Fetches an access token once per subscription.
     *
     * @param credentials the client credentials
     * @return the access token, or an error: {@link AuthenticationException} if the credentials were refused, and
     *     {@link TransportException} if there is no response within the deadline
     */
    public Mono<AccessTokenResponseReader.AccessTokenResponse> fetch(ClientCredentials credentials) {
        return Mono.defer(() -> {
            if (openCalls.isClosed()) {
                return openCalls.closed(() -> OpenCalls.notBegun(OPERATION, REQUEST_LINE));
            }
            ApiCall<AccessTokenResponseReader.AccessTokenResponse> call = new ApiCall<>(
                    OPERATION,
                    "POST",
                    PATH,
                    PATH,
                    "application/x-www-form-urlencoded",
                    form(credentials),
                    CallKind.READ,
                    new AccessTokenDecoder());
            CallContext context = new CallContext(call, deadline, timeSource);
            context.beginAttempt();
            fetchInProgress = context;
            Mono<AccessTokenResponseReader.AccessTokenResponse> timeout = Mono.create(sink -> ReadBeforeTimeout.before(
                    context.attempt().getEventLoop(),
                    timeSource.scheduler(),
                    () -> sink.error(new TransportException(
                            context.summary(),
                            "response timeout: no access token within " + deadline.toSeconds() + " s",
                            null))));
            return FirstSignalTimeout.of(deadline, timeSource.scheduler())
                    .limit(exchange.perform(call, null, context), timeout)
                    .single()
                    .or(openCalls.closed(context::summary))
                    .onErrorMap(ResponseException.class, TokenEndpoint::refusal)
                    .doOnSuccess(response -> logFetched(context, response))
                    .doOnError(error -> logFailed(context, error))
                    .doFinally(signal -> fetchInProgress = null);
        });
    }

    /**
     * An error with the phase of the fetch that is in progress, for a call whose deadline elapses while it waits for
     * that fetch.
     *
     * @return the error, or {@code null} if no fetch is in progress
     */
    public @Nullable Throwable pendingFetchError() {
        CallContext context = fetchInProgress;
        return context == null
                ? null
                : new TransportException(context.summary(), "the access token has not been received yet", null);
    }

    private static void logFetched(CallContext context, AccessTokenResponseReader.AccessTokenResponse response) {
        if (LOG.isDebugEnabled()) {
            Long seconds = response.expiresInSeconds();
            LOG.debug(
                    "{}: access token fetched in {} ms, expires_in {}",
                    REQUEST_LINE,
                    context.time().getElapsed().toMillis(),
                    seconds == null ? "unknown" : seconds + " s");
        }
    }

    private static void logFailed(CallContext context, Throwable error) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{}: fetch of an access token failed after {} ms: {}",
                    REQUEST_LINE,
                    context.time().getElapsed().toMillis(),
                    error.getMessage());
        }
    }

    /** 4xx is a refusal of the credentials, except for the statuses that say to send the request again. */
    private static ResponseException refusal(ResponseException response) {
        int status = response.getStatus();
        boolean isTemporary = status == 408 || status == 429;
        return status >= 400 && status < 500 && !isTemporary
                ? new AuthenticationException(response.getCall(), status, response.getErrorResponse())
                : response;
    }

    private static byte[] form(ClientCredentials credentials) {
        String form = "grant_type=client_credentials&client_id=" + TokenQueryWriter.encode(credentials.id())
                + "&client_secret="
                + TokenQueryWriter.encode(credentials.secret().reveal());
        return form.getBytes(StandardCharsets.US_ASCII);
    }
}
