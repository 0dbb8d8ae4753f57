package io.github.sailpat.reactive.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkPatch;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Jobs against a tenant with their journal in a file. */
class JournaledFileJobTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
    private final SailPointClient client = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
            .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()))
            .rateLimiter(RateLimiter.unlimited()));
    private final PersonalAccessTokens tokens = client.personalAccessTokens();
    /** The secrets that were handed over, by the id of their token. */
    private final Map<String, String> vault = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        client.disposeLater().block(SOON);
        tenant.close();
    }

    private Mono<Void> store(CreatedPersonalAccessToken token) {
        return Mono.fromRunnable(
                () -> vault.put(token.getId(), token.getSecret().reveal()));
    }

    private BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> creates(
            int count, BulkJournal journal) {
        return tokens.createAll(
                Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("c-" + i))),
                BulkOptions.create(o ->
                        o.concurrency(16).journal(journal).handOver(this::store).storedSecret(this::find)));
    }

    private Mono<Secret> find(PersonalAccessToken token) {
        return Mono.justOrEmpty(vault.get(token.getId())).map(Secret::of);
    }

    private Set<String> keys(Path file) {
        return FileBulkJournal.of(file)
                .read()
                .map(BulkJournalEntry::getKey)
                .collect(Collectors.toSet())
                .block(SOON);
    }

    @Test
    void everyRequestThatTheTenantHasReceivedIsInTheFileAfterAPowerCut() throws IOException {
        Random random = new Random(18);
        Set<String> created = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            Path file = directory.resolve("round-" + round);
            FailingStorage[] disk = new FailingStorage[1];
            FileBulkJournal journal = new FileBulkJournal(file, path -> disk[0] = new FailingStorage(path, 1 << 24));
            String prefix = "round-" + round + "-";
            Mono<Void> job = tokens.createAll(
                            Flux.range(0, 20_000)
                                    .map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name(prefix + i))),
                            BulkOptions.create(
                                    o -> o.concurrency(16).journal(journal).handOver(this::store)))
                    .then();
            Mono<Object> terminated =
                    job.cast(Object.class).onErrorResume(Mono::just).cache();
            terminated.subscribe();
            long enough = tenant.getLedger().count(Operation.CREATE) + 1 + random.nextInt(200);
            await(() -> tenant.getLedger().count(Operation.CREATE) >= enough);

            disk[0].cutPower(random);

            assertThat(terminated.block(SOON)).isInstanceOf(BulkJournalException.class);
            Set<String> names = tenant.getLedger().getTokens().stream()
                    .map(SandboxToken::name)
                    .filter(name -> name.startsWith(prefix))
                    .collect(Collectors.toSet());
            assertThat(names).isNotEmpty();
            assertThat(keys(file)).containsAll(names);
            created.addAll(names);
        }
        assertThat(vault).hasSameSizeAs(created);
    }

    @Test
    void fullDiskStopsTheJobAndTheNextRunDoesTheRest() {
        Path file = directory.resolve("full");
        FileBulkJournal full = new FileBulkJournal(file, path -> new FailingStorage(path, 8_000));
        AtomicInteger emitted = new AtomicInteger();

        assertThatThrownBy(() -> creates(200, full)
                        .filter(BulkOutcome.Succeeded.class::isInstance)
                        .doOnNext(outcome -> emitted.incrementAndGet())
                        .blockLast(SOON))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("No space left on device");
        assertThat(tenant.getLedger().count(Operation.CREATE))
                .isEqualTo(emitted.get())
                .isBetween(1L, 60L);
        assertVaultIsComplete();

        var rest = creates(200, FileBulkJournal.of(file)).collectList().block(SOON);

        assertThat(rest).allMatch(BulkOutcome.Succeeded.class::isInstance);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(200);
        assertVaultIsComplete();
    }

    private void assertVaultIsComplete() {
        assertThat(tenant.getLedger().getTokens())
                .allSatisfy(token -> assertThat(vault).containsEntry(token.id(), token.secret()));
    }

    @Test
    void fileContainsNeitherASecretNorWhatIsInARequest() throws IOException {
        List<SandboxToken> old =
                IntStream.range(0, 3).mapToObj(i -> tenant.addToken("old-" + i)).toList();
        Path file = directory.resolve("job.journal");
        StringBuilder written = new StringBuilder();
        BulkOptions options =
                BulkOptions.create(o -> o.journal(FileBulkJournal.of(file)).handOver(this::store));
        List<Flux<?>> jobs = List.of(
                tokens.createAll(
                        Flux.just(CreatePersonalAccessTokenRequest.create(
                                r -> r.name("new").scope(List.of("sp:unmistakable")))),
                        options),
                tokens.patchAll(Flux.just(BulkPatch.of(old.get(0).id(), p -> p.name("unmistakable"))), options),
                tokens.deleteAll(Flux.just(old.get(1).id(), "absent"), options),
                tokens.rotateAll(
                        Flux.just(old.get(2).id()),
                        RotationOptions.create(
                                o -> o.journal(FileBulkJournal.of(file)).handOver(this::store))));
        for (Flux<?> job : jobs) {
            job.blockLast(SOON);
            written.append(Files.readString(file));
            Files.delete(file);
        }

        assertThat(written).contains("\"succeeded\"", "\"NotFoundException\"");
        assertThat(vault).hasSize(2);
        vault.values().forEach(secret -> assertThat(written).doesNotContain(secret));
        old.forEach(token -> assertThat(written).doesNotContain(token.secret()));
        assertThat(written).doesNotContain("unmistakable", tenant.getClientSecret());
    }

    /** The lock is released before the terminal signal. */
    @Test
    void jobMayBeRunAgainAtOnceWhenItHasCompletedOrFailed() {
        FileBulkJournal journal = FileBulkJournal.of(directory.resolve("again"));
        AtomicInteger runs = new AtomicInteger();
        IllegalStateException failure = new IllegalStateException("of the source");
        Flux<String> ids = Flux.defer(() -> Flux.concat(
                Flux.just("absent-" + runs.incrementAndGet()),
                runs.get() % 2 == 0 ? Flux.error(failure) : Flux.empty()));

        tokens.deleteAll(ids, BulkOptions.create(o -> o.journal(journal)))
                .retryWhen(Retry.max(1_000).filter(error -> error == failure))
                .repeat(50)
                .blockLast(SOON);

        assertThat(runs).hasValueGreaterThan(100);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(runs.get());
    }

    private static void await(BooleanSupplier condition) {
        Flux.interval(Duration.ofMillis(1))
                .onBackpressureDrop()
                .takeUntil(tick -> condition.getAsBoolean())
                .blockLast(SOON);
    }
}
