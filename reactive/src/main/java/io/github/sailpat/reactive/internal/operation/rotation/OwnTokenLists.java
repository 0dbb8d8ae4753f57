package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Lists the caller's own tokens for the rotations of one job. The requests that a tenant permits are what limits such a
 * job, so ten rotations share a list. It is young, and a rotation that it would make fail looks at a list that was
 * begun after the rotation.
 */
final class OwnTokenLists {
    private static final int MAX_ROTATIONS = 10;
    private static final Duration MAX_AGE = Duration.ofSeconds(30);

    private final PersonalAccessTokens tokens;
    private final TimeSource timeSource;
    private final Mono<OwnTokens> shared;
    private volatile OwnTokens latest;

    OwnTokenLists(PersonalAccessTokens tokens, TimeSource timeSource) {
        this.tokens = tokens;
        this.timeSource = timeSource;
        this.latest = begin();
        this.shared = Mono.defer(() -> {
                    latest = begin();
                    return whenRequested(list(latest));
                })
                .cacheInvalidateIf(this::isOutdated);
    }

    /**
     * The same list, subscribed to at the first request. If the last subscriber of {@code cacheInvalidateIf} cancels
     * while the source is being subscribed to, that operator neither requests from the source nor cancels it. The list
     * would hold its connection for ever.
     */
    private static <T> Mono<T> whenRequested(Mono<T> list) {
        return Mono.create(sink -> sink.onRequest(n -> sink.onDispose(
                list.subscribe(sink::success, sink::error, sink::success, Context.of(sink.contextView())))));
    }

    private OwnTokens begin() {
        return new OwnTokens(timeSource.nanoTime());
    }

    private Mono<OwnTokens> list(OwnTokens begun) {
        return tokens.list(query -> query.ownedByMe()).collectList().map(begun::listed);
    }

    private boolean isOutdated(OwnTokens own) {
        return own.isOutdated(MAX_ROTATIONS, timeSource.nanoTime() - MAX_AGE.toNanos());
    }

    /**
     * The tokens of the latest list, or of a new one. Rotations that wait for a list at the same time get the same. It
     * is listed in the context of the first of them, and its error is emitted to all.
     *
     * @return the tokens, for one rotation
     */
    Mono<OwnTokens> get() {
        return shared.map(OwnTokens::addRotation);
    }

    /**
     * The tokens of a list that was begun at this time or later.
     *
     * @param nanoTime the time, as {@code System.nanoTime()}
     * @return the tokens, for one rotation
     */
    Mono<OwnTokens> since(long nanoTime) {
        return get().flatMap(own -> {
            if (own.isBegunSince(nanoTime)) {
                return Mono.just(own);
            }
            own.setOutdated();
            return since(nanoTime);
        });
    }

    /**
     * The tokens of a list for one rotation alone, which a stop of the job does not end.
     *
     * @return the tokens
     */
    Mono<OwnTokens> unshared() {
        return Mono.defer(() -> list(begin()));
    }

    /** A rotation has created a token. */
    void created(String name) {
        latest.created(name);
    }

    /** A rotation has deleted a token. */
    void deleted(String id) {
        latest.deleted(id);
    }

    /** A rotation has failed, so that it is not certain what it has changed. */
    void setOutdated() {
        latest.setOutdated();
    }
}
