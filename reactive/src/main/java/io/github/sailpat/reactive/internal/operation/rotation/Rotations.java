package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.instrumentation.BulkObservation;
import io.github.sailpat.reactive.internal.instrumentation.ClientObservation;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.operation.bulk.BulkCallFactory;
import io.github.sailpat.reactive.internal.operation.bulk.DefaultBulkJob;
import io.github.sailpat.token.ApiVersion;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rotations of one client, of which there is one for each token at a time. */
public final class Rotations {
    static final String OPERATION = "rotatePersonalAccessToken";
    private static final String VERB = "rotate";
    private static final String SUBJECT = "{id}";
    static final String REQUEST_LINE = VERB + ' ' + SUBJECT;

    final PersonalAccessTokens tokens;
    final SwitchableCredentials identity;
    final ApiVersion version;
    final Supplier<Instant> now;
    final LongSupplier nanoTime;
    final OpenCalls openCalls;
    final UndeliveredSecretHandler undelivered;
    private final BulkObservation observation;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /**
     * The rotations of one client.
     *
     * @param tokens the public operations
     * @param identity the client's own credentials
     * @param version the API version
     * @param now the wall clock
     * @param nanoTime a monotonic clock
     * @param observation tells an observer of its jobs, if there is one
     * @param openCalls is told of rotations, so that a close ends them
     * @param undelivered where secrets go that nobody takes, unless the options say
     */
    public Rotations(
            PersonalAccessTokens tokens,
            SwitchableCredentials identity,
            ApiVersion version,
            Supplier<Instant> now,
            LongSupplier nanoTime,
            ClientObservation observation,
            OpenCalls openCalls,
            UndeliveredSecretHandler undelivered) {
        this.tokens = tokens;
        this.identity = identity;
        this.version = version;
        this.now = now;
        this.nanoTime = nanoTime;
        this.observation = new BulkObservation(observation, OPERATION);
        this.openCalls = openCalls;
        this.undelivered = undelivered;
    }

    /**
     * Rotates one.
     *
     * @param id the token's id
     * @param options how
     * @return the rotation
     */
    public Mono<RotatedPersonalAccessToken> rotate(String id, RotationOptions options) {
        return Mono.deferContextual(context -> {
            Rotation rotation = new Rotation(this, id, options);
            return openCalls.isOpenFor(context)
                    // The id is given back before the end is signalled: who hears of it may rotate it again at once.
                    ? Mono.using(() -> begin(rotation, id), end -> rotation.run(), end -> end(end, id))
                            .contextWrite(OpenCalls::partOfOperation)
                    : Mono.error(rotation.closed());
        });
    }

    /** Its steps are ended by themselves; as long as they follow each other, there is something under way. */
    private Runnable begin(Rotation rotation, String id) {
        if (!underWay.add(id)) {
            throw rotation.refused("It is being rotated already");
        }
        Runnable end = new Runnable() {
            @Override
            public void run() {}
        };
        openCalls.add(end);
        return end;
    }

    private void end(Runnable end, String id) {
        underWay.remove(id);
        openCalls.remove(end);
    }

    /**
     * Rotates many.
     *
     * @param ids the tokens' ids
     * @param options how
     * @return the job
     */
    public BulkJob<String, RotatedPersonalAccessToken> rotateAll(Publisher<String> ids, RotationOptions options) {
        BulkOptions bulk = BulkOptions.create(
                b -> b.concurrency(options.getConcurrency()).onUndeliveredSecret(options.getOnUndeliveredSecret()));
        return new DefaultBulkJob<>(
                ids,
                bulk,
                options.getConcurrency(),
                (id, received) -> {
                    if (!options.isAllowOwnClient()) {
                        identity.requireNotOwn(id);
                    }
                    return prepare(id, options);
                },
                nanoTime,
                observation,
                openCalls,
                undelivered);
    }

    private BulkCallFactory.Prepared<RotatedPersonalAccessToken> prepare(String id, RotationOptions options) {
        RotationProgress progress = new RotationProgress();
        Flux<RotatedPersonalAccessToken> rotation = Flux.defer(() ->
                        progress.begin() ? rotate(id, options) : Flux.never()) // halted: it is about to be cancelled
                .onErrorMap(RotationFailedException.class, Rotations::asOutcome);
        return new BulkCallFactory.Prepared<>(progress, rotation, null);
    }

    /** What a job knows by its own type: a lost secret, and credentials that make it end early. */
    private static Throwable asOutcome(RotationFailedException failed) {
        Throwable cause = failed.getCause();
        boolean refused = failed.getState() == RotationState.NOT_CREATED
                && (cause instanceof AuthenticationException || cause instanceof UnauthorizedException);
        return cause != null && (refused || cause instanceof SecretLostException) ? cause : failed;
    }
}
