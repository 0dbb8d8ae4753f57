package io.github.sailpat.reactive;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A process that runs a create, a delete, a patch and a rotation job at the same time, with a journal each, and can be
 * killed at any point. It writes what it emits to {@code outcomes}, and secrets to {@code vault}.
 */
final class JournaledJobs {
    private final Path directory;
    private final Map<String, String> vault = new ConcurrentHashMap<>();

    private JournaledJobs(Path directory) {
        this.directory = directory;
        lines("vault").forEach(line -> vault.put(line.split(" ")[0], line.split(" ")[1]));
    }

    /** With the directory as its argument; the tenant is in the file {@code tenant} there. */
    public static void main(String[] arguments) {
        Path directory = Path.of(System.getProperty("jobs.directory"));
        List<String> tenant = new JournaledJobs(directory).lines("tenant");
        try (SailPointClient client = SailPointClient.create(b -> b.baseUrl(URI.create(tenant.get(0)))
                .clientCredentials(tenant.get(1), Secret.of(tenant.get(2)))
                .rateLimiter(RateLimiter.unlimited())
                .retryPolicy(RetryPolicy.standard().withBackoff(Duration.ofMillis(2), Duration.ofMillis(20)))
                .responseTimeout(Duration.ofSeconds(5)))) {
            new JournaledJobs(directory).run(client.personalAccessTokens());
        }
        System.exit(0);
    }

    private void run(PersonalAccessTokens tokens) {
        Flux.merge(
                        tokens.createAll(
                                        Flux.fromIterable(lines("creates")),
                                        options("creates"),
                                        name -> CreatePersonalAccessTokenRequest.create(r -> r.name(name)))
                                .doOnNext(outcome -> emitted("creates", outcome.getInput(), outcome)),
                        tokens.deleteAll(Flux.fromIterable(lines("deletes")), options("deletes"))
                                .doOnNext(outcome -> emitted("deletes", outcome.getInput(), outcome)),
                        tokens.patchAll(Flux.fromIterable(lines("patches")), options("patches"), JournaledJobs::patch)
                                .doOnNext(outcome -> emitted("patches", outcome.getInput(), outcome)),
                        tokens.rotateAll(
                                        Flux.fromIterable(lines("rotations")),
                                        RotationOptions.create(o -> o.journal(journal("rotations"))
                                                .handOver((old, created) -> store(created))
                                                .storedSecret(this::find)
                                                .concurrency(2)
                                                .maxTokens(1_000_000)))
                                .doOnNext(outcome -> emitted("rotations", outcome.getInput(), outcome)))
                .blockLast(Duration.ofSeconds(100));
    }

    /** Every third one must not be repeated. */
    static BulkPatch patch(String id) {
        return id.hashCode() % 3 == 0
                ? BulkPatch.of(
                        id, JsonPatch.parse("[{\"op\":\"add\",\"path\":\"/scope/-\",\"value\":\"idn:patched\"}]"))
                : BulkPatch.of(id, p -> p.name("patched-" + id));
    }

    private BulkOptions options(String job) {
        return BulkOptions.create(o ->
                o.concurrency(8).journal(journal(job)).handOver(this::store).storedSecret(this::find));
    }

    private BulkJournal journal(String job) {
        return FileBulkJournal.of(directory.resolve(job + ".journal"));
    }

    private Mono<Void> store(CreatedPersonalAccessToken token) {
        String secret = token.getSecret().reveal();
        return Mono.<Void>fromRunnable(() -> {
                    append("vault", token.getId() + ' ' + secret + ' ' + token.getName());
                    vault.put(token.getId(), secret);
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Secret> find(PersonalAccessToken token) {
        return Mono.justOrEmpty(vault.get(token.getId())).map(Secret::of);
    }

    private void emitted(String job, String key, BulkOutcome<?, ?> outcome) {
        append("outcomes", job + ' ' + key + ' ' + Outcomes.kind(outcome));
    }

    private void append(String file, String line) {
        try {
            Files.write(
                    directory.resolve(file),
                    (line + '\n').getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
