package io.github.sailpat.workers;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.EnvironmentSettings;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.redis.RedisRateLimiter;
import io.github.sailpat.token.ApiVersion;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One process: it deletes and rotates what two streams tell it, until it is stopped. Settings: {@code REDIS_URL}, and
 * those of the client, {@code SAIL_BASE_URL}, {@code SAIL_CLIENT_ID}, {@code SAIL_CLIENT_SECRET}.
 */
public final class Worker {
    static final String DELETIONS = "work:delete";
    static final String ROTATIONS = "work:rotate";

    /** How many tokens the owner may have; the sandbox of the demonstration allows more than a tenant. */
    private static final int MAX_TOKENS = Integer.parseInt(System.getenv().getOrDefault("MAX_TOKENS", "10"));

    private static final int DELETIONS_AT_ONCE = 8;
    private static final int ROTATIONS_AT_ONCE = 1;
    private static final Duration START = Duration.ofSeconds(20);

    private final PersonalAccessTokens tokens;
    private final WorkStream deletions;
    private final WorkStream rotations;
    private final Vault vault;
    /** The items of the rotations in flight, by the token's id, which is what a rotation knows. */
    private final Map<String, WorkItem> rotating = new ConcurrentHashMap<>();

    private volatile @Nullable Throwable lastError;

    Worker(PersonalAccessTokens tokens, RedisReactiveCommands<String, String> redis, String name, Duration maxIdle) {
        this.tokens = tokens;
        deletions = new WorkStream(redis, DELETIONS, name, maxIdle, DELETIONS_AT_ONCE);
        rotations = new WorkStream(redis, ROTATIONS, name, maxIdle, ROTATIONS_AT_ONCE);
        vault = new Vault(redis);
    }

    /**
     * Runs until the subscriber cancels, or until Redis fails or a job stops, for example because the credentials are
     * refused: then the worker must end, or it would keep what it has taken.
     */
    Mono<Void> run() {
        Flux<Void> jobs = Flux.merge(endless(delete()), endless(rotate()));
        return deletions
                .prepare()
                .then(rotations.prepare())
                .thenMany(Flux.merge(deletions.keep(), rotations.keep(), jobs))
                .then();
    }

    private Flux<Void> endless(Flux<Void> job) {
        return job.concatWith(Mono.error(() -> new IllegalStateException("a job has stopped", lastError)));
    }

    private Flux<Void> delete() {
        // A dead worker may have deleted it: nobody has it any more, which is what was asked for.
        BulkOptions options =
                BulkOptions.create(o -> o.concurrency(DELETIONS_AT_ONCE).ignoreAbsent(true));
        return tokens.deleteAll(deletions.items(), options, WorkItem::tokenId)
                .concatMap(outcome -> complete(
                        deletions,
                        outcome.getInput(),
                        outcome,
                        outcome instanceof BulkOutcome.Succeeded ? "deleted" : null));
    }

    private Flux<Void> rotate() {
        RotationOptions options =
                RotationOptions.create(o -> o.handOver((old, created) -> vault.store(old.getId(), created))
                        .storedSecret(successor -> vault.find(successor.getId()))
                        .concurrency(ROTATIONS_AT_ONCE)
                        .maxTokens(MAX_TOKENS));
        Flux<String> ids = rotations.items().concatMap(this::unlessTwice, 1);
        return tokens.rotateAll(ids, options).concatMap(outcome -> {
            WorkItem item = Objects.requireNonNull(rotating.remove(outcome.getInput()));
            return successorOf(outcome)
                    .map(id -> "rotated to " + id)
                    .singleOptional()
                    .flatMap(done -> complete(rotations, item, outcome, done.orElse(null)));
        });
    }

    /** The same token twice is one rotation. */
    private Mono<String> unlessTwice(WorkItem item) {
        return rotating.putIfAbsent(item.tokenId(), item) == null
                ? Mono.just(item.tokenId())
                : rotations
                        .complete(item, "rejected: this token is being rotated")
                        .then(Mono.empty());
    }

    /** A dead worker may have deleted the old token as its last step: then the vault has its successor. */
    private Mono<String> successorOf(BulkOutcome<String, RotatedPersonalAccessToken> outcome) {
        if (outcome instanceof BulkOutcome.Succeeded<String, RotatedPersonalAccessToken> succeeded) {
            return Mono.just(succeeded.getResult().getSuccessor().getId());
        }
        return outcome.getError() instanceof RotationFailedException failed
                        && failed.getState() == RotationState.NOT_FOUND
                ? vault.successorOf(outcome.getInput())
                : Mono.empty();
    }

    /**
     * Only what the tenant has refused is acknowledged as rejected. All else is claimed and done again: what was not
     * attempted or is unknown, and what was rejected because nothing could be sent, or a gateway has answered.
     */
    private Mono<Void> complete(WorkStream stream, WorkItem item, BulkOutcome<?, ?> outcome, @Nullable String done) {
        if (done != null) {
            return stream.complete(item, done);
        }
        if (outcome instanceof BulkOutcome.Rejected && isFinal(outcome.getError())) {
            return stream.complete(item, "rejected: " + outcome.getError());
        }
        lastError = outcome.getError();
        stream.release(item);
        return Mono.empty();
    }

    private static boolean isFinal(@Nullable Throwable error) {
        if (error instanceof RotationFailedException rotation) {
            return switch (rotation.getState()) {
                case NOT_FOUND, NAME_TAKEN, LIFETIME_NOT_ALLOWED -> true;
                default -> isFinal(rotation.getCause());
            };
        }
        if (error instanceof BadRequestException || error instanceof ForbiddenException) {
            return ((SailPointException) error).getDetailCode() != null; // a gateway's page has none
        }
        return error instanceof IllegalArgumentException;
    }

    /**
     * Runs a worker.
     *
     * @param args its name, and after how many milliseconds without a sign the work of another one is claimed
     */
    public static void main(String[] args) {
        EnvironmentSettings settings = EnvironmentSettings.ofVariables(System.getenv());
        URI tenant = Objects.requireNonNull(settings.getBaseUrl(), "SAIL_BASE_URL");
        String clientId = Objects.requireNonNull(settings.getClientId(), "SAIL_CLIENT_ID");
        String url = Objects.requireNonNull(System.getenv("REDIS_URL"), "REDIS_URL");

        RedisClient redis = RedisClient.create(url);
        StatefulRedisConnection<String, String> connection = redis.connect();
        RedisRateLimiter limiter = RedisRateLimiter.connect(
                        b -> b.connection(connection).tenant(tenant, clientId, ApiVersion.BETA))
                .block(START);
        SailPointClient client =
                SailPointClient.create(b -> b.environment(settings).rateLimiter(Objects.requireNonNull(limiter)));
        new Worker(
                        client.personalAccessTokens(),
                        connection.reactive(),
                        args[0],
                        Duration.ofMillis(Long.parseLong(args[1])))
                .run()
                .block();
    }
}
