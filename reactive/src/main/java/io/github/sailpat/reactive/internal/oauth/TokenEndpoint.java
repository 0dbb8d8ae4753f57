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
import io.github.sailpat.reactive.resilience.TimeLimiter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@code POST /oauth/token} with client credentials (RFC 6749 section 4.4). The secret goes into the form body; in the
 * query it would end up in access logs.
 */
public final class TokenEndpoint {
    private static final String OPERATION = "fetchAccessToken";
    private static final String PATH = "/oauth/token";

    private final Exchange exchange;
    private final Duration deadline;
    private final LongSupplier nanoTime;
    private final OpenCalls openCalls;
    private volatile @Nullable CallContext underWay;

    /**
     * The endpoint of one tenant.
     *
     * @param exchange performs the request
     * @param deadline how long a fetch may take
     * @param nanoTime a monotonic clock
     * @param openCalls ends a fetch when the client is closed
     */
    public TokenEndpoint(Exchange exchange, Duration deadline, LongSupplier nanoTime, OpenCalls openCalls) {
        this.exchange = exchange;
        this.deadline = deadline;
        this.nanoTime = nanoTime;
        this.openCalls = openCalls;
    }

    /**
     * Fetches a bearer once.
     *
     * @param credentials whose bearer
     * @return the bearer, or the error: {@link AuthenticationException} if the credentials were refused
     */
    public Mono<AccessTokenResponseReader.Bearer> fetch(ClientCredentials credentials) {
        return Mono.defer(() -> {
                    if (openCalls.isClosed()) {
                        return openCalls.closed(() -> OpenCalls.notBegun(OPERATION, "POST " + PATH));
                    }
                    ApiCall<AccessTokenResponseReader.Bearer> call = new ApiCall<>(
                            OPERATION,
                            "POST",
                            PATH,
                            PATH,
                            "application/x-www-form-urlencoded",
                            form(credentials),
                            CallKind.READ,
                            new AccessTokenDecoder());
                    CallContext context = new CallContext(call, deadline, nanoTime);
                    context.beginAttempt();
                    underWay = context;
                    Mono<AccessTokenResponseReader.Bearer> late = Mono.error(() -> new TransportException(
                            context.summary(), "no bearer came within " + deadline.toSeconds() + " s", null));
                    return TimeLimiter.of(deadline)
                            .limit(exchange.perform(call, null, context), late)
                            .single()
                            .or(openCalls.closed(context::summary))
                            .doFinally(end -> underWay = null);
                })
                .onErrorMap(ResponseException.class, TokenEndpoint::refusal);
    }

    /**
     * Where the fetch is that is under way, for those who cannot wait for its end.
     *
     * @return an error that says it, or {@code null} if there is no fetch under way
     */
    public @Nullable Throwable whatIsWaitedFor() {
        CallContext context = underWay;
        return context == null ? null : new TransportException(context.summary(), "no bearer has come yet", null);
    }

    private static ResponseException refusal(ResponseException answer) {
        int status = answer.getStatus();
        boolean tryAgain = status == 408 || status == 429;
        return status >= 400 && status < 500 && !tryAgain
                ? new AuthenticationException(answer.getCall(), status, answer.getErrorResponse())
                : answer;
    }

    private static byte[] form(ClientCredentials credentials) {
        String form = "grant_type=client_credentials&client_id=" + TokenQueryWriter.encode(credentials.id())
                + "&client_secret="
                + TokenQueryWriter.encode(credentials.secret().reveal());
        return form.getBytes(StandardCharsets.US_ASCII);
    }
}
