package io.github.sailpat.benchmarks.soak;

import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkPatch;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The process of the client. For each line of its standard input it makes one cycle of calls and jobs and writes its
 * {@link Accounts}; at the line {@code clean} it deletes all tokens and writes a {@link Sample}.
 */
final class SoakClient {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int CREATES = 60;
    private static final int CANCELLED = 20;
    private static final int PATCHES = 20;
    private static final int ROTATIONS = 20;
    private static final int DELETES = 30;
    private static final int LONGEST_CALL = 30;
    private static final int MAX_TOKENS = 10_000;

    private final PersonalAccessTokens tokens;
    private final Random random = new Random(1);
    /** Of the cycle in progress. */
    private volatile Accounts accounts = new Accounts();

    private SoakClient(URI url, String id, String secret) {
        this.tokens = SailPointClient.create(b -> b.baseUrl(url)
                        .clientCredentials(id, Secret.of(secret))
                        .rateLimiter(RateLimiter.unlimited())
                        .retryPolicy(RetryPolicy.standard().withBackoff(Duration.ofMillis(5), Duration.ofMillis(50)))
                        .responseTimeout(Duration.ofSeconds(1))
                        .deadline(Duration.ofSeconds(20))
                        .onUndeliveredSecret(created -> accounts.told().add(created.getId()))
                        .onAbandonedCreate(create -> {
                            accounts.names().add(create.getName());
                            if (create.getId() != null) {
                                accounts.told().add(create.getId());
                            }
                        }))
                .personalAccessTokens();
    }

    public static void main(String[] arguments) throws IOException {
        SoakClient client = new SoakClient(URI.create(arguments[0]), arguments[1], arguments[2]);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("clean")) {
                client.clean();
                System.out.println(Sample.take().format());
            } else {
                client.accounts = new Accounts();
                client.cycle(line);
                System.out.println(client.accounts.format());
            }
        }
        System.exit(0);
    }

    private void cycle(String prefix) {
        create(prefix);
        cancelCreates(prefix);
        tokens.list(query -> query.ownedByMe())
                .take(random.nextInt(CREATES))
                .onErrorComplete()
                .blockLast(SOON);
        List<String> ids = new ArrayList<>(accounts.held());
        patch(ids.subList(0, Math.min(PATCHES, ids.size())));
        rotate(ids.subList(Math.min(PATCHES, ids.size()), Math.min(PATCHES + ROTATIONS, ids.size())));
        ids = new ArrayList<>(accounts.held());
        ids.removeAll(accounts.patched()); // which the tenant compares
        delete(ids.subList(0, Math.min(DELETES, ids.size())));
    }

    private void create(String prefix) {
        tokens.createAll(
                        Flux.range(0, CREATES).map(i -> prefix + "-job-" + i),
                        BulkOptions.create(o -> o.handOver(this::store)),
                        name -> CreatePersonalAccessTokenRequest.create(r -> r.name(name)))
                .doOnNext(outcome -> addFailure(outcome.getError()))
                .blockLast(SOON);
    }

    private Mono<Void> store(CreatedPersonalAccessToken created) {
        return Mono.fromRunnable(() -> accounts.held().add(created.getId()));
    }

    private void cancelCreates(String prefix) {
        Flux.range(0, CANCELLED)
                .map(i -> prefix + "-call-" + i)
                .flatMap(name -> tokens.create(r -> r.name(name))
                        .doOnNext(created -> accounts.held().add(created.getId()))
                        .doOnError(error -> addFailure(error))
                        .timeout(Duration.ofMillis(random.nextInt(LONGEST_CALL)))
                        .onErrorComplete())
                .blockLast(SOON);
    }

    /** What the error of a create says of its token. */
    private void addFailure(@Nullable Throwable error) {
        Throwable known = error instanceof RotationFailedException failed && failed.getCause() != null
                ? failed.getCause()
                : error;
        if (known instanceof SecretLostException lost) {
            accounts.told().add(lost.getId());
        } else if (known instanceof OutcomeUnknownException unknown) {
            accounts.names().add(unknown.getName());
        }
        if (error instanceof RotationFailedException failed && failed.getSuccessorId() != null) {
            accounts.told().add(failed.getSuccessorId());
        }
    }

    private void patch(List<String> ids) {
        tokens.patchAll(
                        Flux.fromIterable(ids),
                        BulkOptions.standard(),
                        id -> BulkPatch.of(id, patch -> patch.scope(Accounts.PATCHED_SCOPE)))
                .doOnNext(outcome -> {
                    if (outcome instanceof BulkOutcome.Succeeded) {
                        accounts.patched().add(outcome.getInput());
                    }
                })
                .blockLast(SOON);
    }

    private void rotate(List<String> ids) {
        RotationOptions options = RotationOptions.create(o -> o.maxTokens(MAX_TOKENS)
                .concurrency(4)
                .verificationDeadline(Duration.ofSeconds(3))
                .handOver(this::store));
        tokens.rotateAll(Flux.fromIterable(ids), options)
                .doOnNext(outcome -> {
                    if (outcome instanceof BulkOutcome.Succeeded<String, RotatedPersonalAccessToken> rotated) {
                        accounts.held().remove(outcome.getInput());
                        if (!rotated.getResult().isOldDeleted()) {
                            accounts.told().add(outcome.getInput());
                        }
                    } else {
                        addFailure(outcome.getError());
                    }
                })
                .blockLast(SOON);
    }

    private void delete(List<String> ids) {
        tokens.deleteAll(Flux.fromIterable(ids), BulkOptions.standard())
                .doOnNext(outcome -> {
                    accounts.held().remove(outcome.getInput());
                    if (!(outcome instanceof BulkOutcome.Succeeded)) {
                        accounts.told().add(outcome.getInput());
                    }
                })
                .blockLast(SOON);
    }

    private void clean() {
        tokens.list(query -> query.ownedByMe())
                .map(PersonalAccessToken::getId)
                .collectList()
                .flatMapMany(ids -> tokens.deleteAll(Flux.fromIterable(ids), BulkOptions.standard()))
                .blockLast(SOON);
    }
}
