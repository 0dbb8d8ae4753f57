package io.github.sailpat.reactive.internal.client;

import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.internal.TokenReader;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.UnreadableElements;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.function.BlockedThreadChecker;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
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
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Creates the transport, the pipeline and the operations of one client from its settings, and closes them. */
public final class ClientRuntime {
    /** The deadline of one request for an access token. */
    private static final Duration ACCESS_TOKEN_DEADLINE = Duration.ofSeconds(10);

    private static final Duration OWN_EVENT_LOOP_TIMEOUT = Duration.ofSeconds(2);

    private static final Mono<Void> BLOCKED_EVENT_LOOP = Mono.error(
            () -> new IllegalStateException("disposeLater() was waited for on the client's own event loop, which"
                    + " cannot be closed while it is blocked: call dispose() there, or wait on another thread"));

    /** What a timer can express: more is for ever. */
    private static final Duration LONGEST_GRACE_PERIOD = Duration.ofNanos(Long.MAX_VALUE);

    private final ClientSettings settings;
    private final Transport transport;
    private final OpenCalls openCalls;
    private final FunctionThreads functions = new FunctionThreads("sailpat-function");
    /** Where calls are ended. */
    private final FunctionThreads ends = new FunctionThreads("sailpat-end");

    private final BlockedThreadChecker checker;
    private final ClientObservation observation;
    private final SwitchableCredentials credentials;
    private final PersonalAccessTokens tokens;
    private final Mono<Void> disposal;
    private volatile boolean disposed;

    /**
     * Creates the parts of a client. Nothing is sent and no connection is opened.
     *
     * @param settings its settings
     */
    public ClientRuntime(ClientSettings settings) {
        this.settings = settings;
        TimeSource timeSource = TimeSource.system();
        Scheduler scheduler = timeSource.scheduler();
        openCalls = new OpenCalls(ends::run, scheduler);
        RetryStage retry = new RetryStage(settings.retryPolicy(), settings.limiter(), timeSource, this::untilNextFetch);
        observation = new ClientObservation(
                settings.observer(),
                settings.version(),
                BaseUrl.addressOf(settings.transport().baseUrl()),
                retry::budgetLeft,
                settings.limiter(),
                timeSource);
        checker = new BlockedThreadChecker(openCalls::hasCalls, timeSource, functions);
        transport = new Transport(settings.transport(), timeSource, checker, functions);
        TenantClock clock = new TenantClock(timeSource);
        CredentialMask mask = new CredentialMask();
        Exchange exchange = new Exchange(transport, new ErrorResponseMapper(mask, timeSource), clock);
        TokenEndpoint endpoint = new TokenEndpoint(exchange, ACCESS_TOKEN_DEADLINE, timeSource, openCalls);
        credentials = new SwitchableCredentials(endpoint, mask, settings.credentials(), timeSource, observation);
        AccessTokenProvider provider = Objects.requireNonNullElseGet(
                settings.provider(), () -> Objects.requireNonNull(credentials.provider()));
        CallPipeline pipeline = new CallPipeline(
                new DeadlineStage(settings.limiter(), endpoint::pendingFetchError, timeSource, openCalls, ends::run),
                retry,
                settings.limiter(),
                new AuthorizationStage(provider, credentials::cachedAccessToken),
                exchange,
                observation,
                timeSource,
                openCalls,
                functions);
        Duration elementTimeout = settings.transport().responseTimeout();
        UnreadableElements unreadable = settings.unreadableElements();
        ApiCallFactory calls = new ApiCallFactory(
                settings.version(),
                new ListBodyDecoder<>(
                        unreadable == UnreadableElements.FAIL_ON_FIELDS
                                ? () -> new TokenReader()::readStrictly
                                : () -> new TokenReader()::read,
                        elementTimeout,
                        timeSource,
                        unreadable == UnreadableElements.SKIP),
                // An unreadable token of another create must not terminate the lookup of a reconciliation.
                new ListBodyDecoder<>(() -> ListedTokenSummary::read, elementTimeout, timeSource, true),
                new EmptyBodyDecoder(scheduler),
                timeSource::now);
        CallDeadlines deadlines = new CallDeadlines(settings.callDeadline(), settings.listDeadline(), null);
        tokens = new DefaultPersonalAccessTokens(pipeline, calls, settings, deadlines, clock, credentials);
        disposal = Mono.defer(this::close).cache();
    }

    /**
     * The operations.
     *
     * @return the operations; always the same object
     */
    public PersonalAccessTokens personalAccessTokens() {
        return tokens;
    }

    /**
     * Switches to other credentials.
     *
     * @param clientId the id
     * @param clientSecret the secret
     */
    public void switchCredentials(String clientId, Secret clientSecret) {
        credentials.switchTo(clientId, clientSecret);
    }

    /** Closes without waiting. */
    public void dispose() {
        disposal.subscribe();
    }

    /**
     * Closes.
     *
     * @return completes when everything is closed
     */
    public Mono<Void> disposeLater() {
        return unlessEventLoopIsBlocked(disposal);
    }

    /**
     * Closes when all calls in flight have terminated, or after the grace period.
     *
     * @param gracePeriod the longest time to wait
     * @return completes when everything is closed
     */
    public Mono<Void> disposeLater(Duration gracePeriod) {
        Duration limited = gracePeriod.compareTo(LONGEST_GRACE_PERIOD) > 0 ? LONGEST_GRACE_PERIOD : gracePeriod;
        return unlessEventLoopIsBlocked(
                openCalls.drain().timeout(limited, Mono.empty()).then(disposal));
    }

    /** The client's own event loop may subscribe to the close, but not wait for it. */
    private Mono<Void> unlessEventLoopIsBlocked(Mono<Void> close) {
        return Mono.defer(() -> {
            Mono<Void> free = transport.whenEventLoopIsFree();
            return free == null
                    ? close
                    : close.or(free.timeout(OWN_EVENT_LOOP_TIMEOUT, BLOCKED_EVENT_LOOP)
                            .then(Mono.never()));
        });
    }

    /**
     * The id that the client authenticates with.
     *
     * @return the id, or {@code null} without credentials
     */
    public @Nullable String clientId() {
        return credentials.clientId();
    }

    /**
     * Verifies the present credentials.
     *
     * @return completes when an access token was fetched with them
     */
    public Mono<Void> verifyCredentials() {
        return Mono.using(
                credentials::copy,
                own -> tokens.verify(own.id(), own.secret()),
                own -> own.secret().wipe());
    }

    /**
     * Whether the client is closed, or is being closed.
     *
     * @return {@code true} from the start of the close on
     */
    public boolean isDisposed() {
        return disposed;
    }

    private @Nullable Duration untilNextFetch(@Nullable Duration left) {
        return left == null ? null : credentials.untilNextFetch(left);
    }

    /** Terminates the calls first, because that may need the other parts. */
    private Mono<Void> close() {
        disposed = true;
        transport.close();
        return openCalls.close().then(Mono.fromRunnable(this::closeParts)).then(transport.disposeLater());
    }

    private void closeParts() {
        observation.closed();
        credentials.close();
        checker.close();
        functions.close();
        ends.close();
        if (settings.transport().proxy() != null) {
            settings.transport().proxy().wipe();
        }
    }

    @Override
    public String toString() {
        return settings.transport().baseUrl() + ", " + settings.version();
    }
}
