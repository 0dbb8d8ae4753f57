package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.AbandonedCreate;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.delivery.UndeliveredSignal;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
import io.github.sailpat.reactive.internal.instrumentation.BulkObservation;
import io.github.sailpat.reactive.internal.instrumentation.ClientObservation;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.reactive.internal.operation.AbandonedCreateHandler;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.operation.bulk.BulkCallFactory;
import io.github.sailpat.reactive.internal.operation.bulk.DefaultBulkJob;
import io.github.sailpat.reactive.internal.operation.bulk.JobStoppingErrors;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.ApiVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rotations of one client. A token has at most one rotation in flight. */
public final class Rotations {
    public static final String OPERATION = "rotatePersonalAccessToken";
    /** A rotation is no HTTP request; this stands for its method and its URI template in summaries. */
    static final String REQUEST_LINE = "rotate {id}";

    private final PersonalAccessTokens tokens;
    private final Function<Duration, PersonalAccessTokens> tokensOfJob;
    private final RateLimiter limiter;
    final Duration callDeadline;
    final SwitchableCredentials credentials;
    final ApiVersion version;
    final Supplier<Instant> now;
    final TimeSource timeSource;
    final OpenCalls openCalls;
    final FunctionThreads functions;
    final UndeliveredSecretHandler undelivered;
    private final TenantClock clock;
    private final AbandonedCreateHandler abandonedCreates;
    private final BulkObservation observation;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    /**
     * The rotations of one client.
     *
     * @param tokens the public operations
     * @param tokensOfJob the same operations, for a job with this patience
     * @param callDeadline the deadline of a single call
     * @param limiter knows the remaining time of a pause that the tenant has asked for
     * @param credentials the client's own credentials
     * @param version the API version
     * @param now the wall clock
     * @param timeSource the time
     * @param observation observes the client
     * @param openCalls the open calls of the client, which a close terminates
     * @param functions threads for the functions of the options, which may block
     * @param clock the tenant's clock
     * @param undelivered takes undelivered secrets, unless the options have a handler of their own
     * @param abandonedCreates is told of a successor that may exist, if the error that says so is not emitted
     */
    public Rotations(
            PersonalAccessTokens tokens,
            Function<Duration, PersonalAccessTokens> tokensOfJob,
            Duration callDeadline,
            RateLimiter limiter,
            SwitchableCredentials credentials,
            ApiVersion version,
            Supplier<Instant> now,
            TimeSource timeSource,
            ClientObservation observation,
            OpenCalls openCalls,
            FunctionThreads functions,
            TenantClock clock,
            UndeliveredSecretHandler undelivered,
            AbandonedCreateHandler abandonedCreates) {
        this.tokens = tokens;
        this.tokensOfJob = tokensOfJob;
        this.callDeadline = callDeadline;
        this.limiter = limiter;
        this.credentials = credentials;
        this.version = version;
        this.now = now;
        this.timeSource = timeSource;
        this.observation = new BulkObservation(observation, OPERATION);
        this.openCalls = openCalls;
        this.functions = functions;
        this.clock = clock;
        this.undelivered = undelivered;
        this.abandonedCreates = abandonedCreates;
    }

    /**
     * Rotates one token.
     *
     * @param id the token's id
     * @param options its options
     * @return the rotation
     */
    public Mono<RotatedPersonalAccessToken> rotate(String id, RotationOptions options) {
        return Mono.defer(() -> {
            HaltableRotation progress = new HaltableRotation();
            progress.begin(timeSource.now());
            OwnTokenLists lists = new OwnTokenLists(tokens, timeSource);
            return UndeliveredSignal.reporting(
                            rotate(id, options, tokens, lists, progress, null).flux(),
                            rotated -> {}, // its secret was handed over
                            error -> errorUndelivered(progress, options, error))
                    .singleOrEmpty();
        });
    }

    private void errorUndelivered(HaltableRotation progress, RotationOptions options, Throwable error) {
        undelivered.overriddenBy(options.getOnUndeliveredSecret()).handOver(error);
        tellAbandoned(
                progress, error instanceof RotationFailedException failed ? Rotations.outcomeError(failed) : error);
    }

    private Mono<RotatedPersonalAccessToken> rotate(
            String id,
            RotationOptions options,
            PersonalAccessTokens operations,
            OwnTokenLists lists,
            HaltableRotation progress,
            @Nullable Duration patience) {
        return Mono.deferContextual(context -> {
            Rotation rotation = new Rotation(this, operations, lists, progress, id, options, patience);
            return openCalls.isOpenFor(context)
                    // The id is released before the terminal signal, because a subscriber may rotate it again at once.
                    ? Mono.using(() -> add(rotation, id), marker -> rotation.run(), marker -> remove(marker, id))
                            .contextWrite(OpenCalls::partOfOperation)
                    : Mono.error(rotation.clientClosed());
        });
    }

    /**
     * Marks the client as busy, also between the calls of the rotation. A close has nothing to do for the marker,
     * because it terminates each step.
     */
    private Runnable add(Rotation rotation, String id) {
        if (!inFlight.add(id)) {
            throw rotation.notCreated("Another rotation of it is in flight on this client: wait for that one");
        }
        Runnable marker = new Runnable() {
            @Override
            public void run() {}
        };
        openCalls.add(marker);
        return marker;
    }

    private void remove(Runnable marker, String id) {
        inFlight.remove(id);
        openCalls.remove(marker);
    }

    /**
     * Rotates many tokens.
     *
     * @param ids the tokens' ids
     * @param options their options
     * @return the job
     */
    public BulkJob<String, RotatedPersonalAccessToken> rotateAll(Publisher<String> ids, RotationOptions options) {
        PersonalAccessTokens operations = tokensOfJob.apply(options.getPatience());
        OwnTokenLists lists = new OwnTokenLists(operations, timeSource);
        BulkOptions bulkOptions = BulkOptions.create(
                b -> b.concurrency(options.getConcurrency()).onUndeliveredSecret(options.getOnUndeliveredSecret()));
        BulkJournal journal = options.getJournal();
        return new DefaultBulkJob<>(
                ids,
                bulkOptions,
                options.getConcurrency(),
                (id, received) -> {
                    refuseOwnClient(id, options);
                    return prepare(id, options, operations, lists);
                },
                timeSource,
                this::remainingPause,
                observation,
                openCalls,
                undelivered,
                journal == null
                        ? null
                        : new DefaultBulkJob.Journal<>(
                                journal,
                                clock,
                                (id, session, received) -> new JournaledRotation(
                                        id,
                                        session,
                                        options,
                                        operations,
                                        credentials::isOwn,
                                        () -> refuseOwnClient(id, options),
                                        own -> prepare(id, own, operations, lists))));
    }

    private void refuseOwnClient(String id, RotationOptions options) {
        if (!options.isAllowOwnClient()) {
            credentials.requireNotOwn(id);
        }
    }

    private Duration remainingPause() {
        Duration calls = limiter.getRemainingPause();
        Duration verifications = credentials.getRemainingVerificationPause();
        return calls.compareTo(verifications) >= 0 ? calls : verifications;
    }

    private BulkCallFactory.Prepared<RotatedPersonalAccessToken> prepare(
            String id, RotationOptions options, PersonalAccessTokens operations, OwnTokenLists lists) {
        HaltableRotation progress = new HaltableRotation();
        Flux<RotatedPersonalAccessToken> rotation = Flux.defer(() -> progress.begin(timeSource.now())
                        ? rotate(id, options, operations, lists, progress, options.getPatience())
                        : Flux.never()) // halted, and about to be cancelled
                .contextWrite(context -> CallContext.withListener(context, progress::callStarted))
                .onErrorMap(RotationFailedException.class, Rotations::outcomeError);
        return new BulkCallFactory.Prepared<>(progress, rotation, null, error -> tellAbandoned(progress, error));
    }

    private void tellAbandoned(HaltableRotation progress, Throwable error) {
        AbandonedCreate create = progress.abandonedBy(error);
        if (create != null) {
            abandonedCreates.handle(create);
        }
    }

    /** The cause, where a job acts on its type: a lost secret, and the errors that stop the job. */
    private static Throwable outcomeError(RotationFailedException failed) {
        Throwable cause = failed.getCause();
        boolean refused =
                failed.getState() == RotationState.NOT_CREATED && cause != null && JobStoppingErrors.isOne(cause);
        return cause != null && (refused || cause instanceof SecretLostException) ? cause : failed;
    }
}
