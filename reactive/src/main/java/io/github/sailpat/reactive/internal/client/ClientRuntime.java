package io.github.sailpat.reactive.internal.client;

import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.internal.TokenReader;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.UnreadableElements;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.http.Exchange;
import io.github.sailpat.reactive.internal.http.Transport;
import io.github.sailpat.reactive.internal.http.body.EmptyBodyDecoder;
import io.github.sailpat.reactive.internal.http.body.ListBodyDecoder;
import io.github.sailpat.reactive.internal.http.error.CredentialMask;
import io.github.sailpat.reactive.internal.http.error.ErrorResponseMapper;
import io.github.sailpat.reactive.internal.instrumentation.ClientObservation;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.reactive.internal.oauth.TokenEndpoint;
import io.github.sailpat.reactive.internal.operation.ApiCallFactory;
import io.github.sailpat.reactive.internal.pipeline.AuthorizationStage;
import io.github.sailpat.reactive.internal.pipeline.CallPipeline;
import io.github.sailpat.reactive.internal.pipeline.DeadlineStage;
import io.github.sailpat.reactive.internal.pipeline.RetryStage;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Puts the stages of one client together, and takes them apart at its end. */
public final class ClientRuntime {
    /** A fetch of a bearer is one small request: longer than this it is not worth waiting for. */
    private static final Duration TOKEN_DEADLINE = Duration.ofSeconds(10);

    private static final Duration OWN_LOOP_TIME = Duration.ofSeconds(2);

    private static final Mono<Void> OWN_LOOP = Mono.error(
            () -> new IllegalStateException("disposeLater() was waited for on the client's own event loop, which"
                    + " cannot end while it is blocked: call dispose() there, or wait on another thread"));

    private final ClientSettings settings;
    private final Transport transport;
    private final OpenCalls openCalls = new OpenCalls();
    private final ClientObservation observation;
    private final SwitchableCredentials identity;
    private final PersonalAccessTokens tokens;
    private final Mono<Void> disposal;
    private volatile boolean disposed;

    /**
     * A client's engine.
     *
     * @param settings what it was told
     */
    public ClientRuntime(ClientSettings settings) {
        this.settings = settings;
        LongSupplier nanoTime = System::nanoTime;
        Scheduler timer = Schedulers.parallel();
        RetryStage retry = new RetryStage(settings.retryPolicy(), settings.limiter(), timer);
        observation = new ClientObservation(settings.observer(), settings.version(), retry::budgetLeft, nanoTime);
        transport = new Transport(settings.transport(), timer);
        TenantClock clock = new TenantClock();
        CredentialMask mask = new CredentialMask();
        Exchange exchange = new Exchange(transport, new ErrorResponseMapper(mask, timer), clock);
        TokenEndpoint endpoint = new TokenEndpoint(exchange, TOKEN_DEADLINE, nanoTime, timer, openCalls);
        identity = new SwitchableCredentials(endpoint, mask, settings.credentials(), nanoTime, timer, observation);
        AccessTokenProvider provider =
                Objects.requireNonNullElseGet(settings.provider(), () -> Objects.requireNonNull(identity.provider()));
        CallPipeline pipeline = new CallPipeline(
                new DeadlineStage(settings.limiter(), endpoint::pendingFetchError, timer, openCalls),
                retry,
                settings.limiter(),
                new AuthorizationStage(provider),
                exchange,
                observation,
                nanoTime,
                openCalls);
        Duration listSilence = settings.transport().responseTimeout();
        UnreadableElements unreadable = settings.unreadableElements();
        ApiCallFactory calls = new ApiCallFactory(
                settings.version(),
                new ListBodyDecoder<>(
                        unreadable == UnreadableElements.FAIL_ON_FIELDS ? TokenReader::readStrictly : TokenReader::read,
                        listSilence,
                        timer,
                        unreadable == UnreadableElements.SKIP),
                // Somebody else's odd element must not end the search for a token that may have been created.
                new ListBodyDecoder<>(ListedTokenSummary::read, listSilence, timer, true),
                new EmptyBodyDecoder(timer),
                Instant::now);
        CallDeadlines times = new CallDeadlines(settings.callDeadline(), settings.listDeadline());
        tokens = new DefaultPersonalAccessTokens(pipeline, calls, settings, times, clock, identity);
        disposal = Mono.defer(this::close).cache();
    }

    /**
     * The operations.
     *
     * @return always the same
     */
    public PersonalAccessTokens personalAccessTokens() {
        return tokens;
    }

    /**
     * Goes on with other credentials.
     *
     * @param clientId the id
     * @param clientSecret the secret
     */
    public void switchCredentials(String clientId, Secret clientSecret) {
        identity.switchTo(clientId, clientSecret);
    }

    /** Closes in the background. */
    public void dispose() {
        disposal.subscribe();
    }

    /**
     * Closes.
     *
     * @return completes when all is closed
     */
    public Mono<Void> disposeLater() {
        return Mono.defer(() -> transport.isOnEventLoop() ? disposal.timeout(OWN_LOOP_TIME, OWN_LOOP) : disposal);
    }

    /**
     * Closes when what is under way has ended, or when the time is over.
     *
     * @param gracePeriod the time
     * @return completes when all is closed
     */
    public Mono<Void> disposeLater(Duration gracePeriod) {
        return openCalls.drain().timeout(gracePeriod, Mono.empty()).then(disposeLater());
    }

    /**
     * Whether closing has begun.
     *
     * @return {@code true} from then on
     */
    public boolean isDisposed() {
        return disposed;
    }

    /** The calls first, while everything is there that their ends may need. */
    private Mono<Void> close() {
        disposed = true;
        transport.close();
        openCalls.close();
        observation.closed();
        identity.close();
        if (settings.transport().proxy() != null) {
            settings.transport().proxy().wipe();
        }
        return transport.disposeLater();
    }

    @Override
    public String toString() {
        return settings.transport().baseUrl() + ", " + settings.version();
    }
}
