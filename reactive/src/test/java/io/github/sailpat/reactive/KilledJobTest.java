package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.journal.FileBulkJournal;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Jobs with a journal whose process is killed at random points, and that are run again until they are done. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process does not end by a signal there")
class KilledJobTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int KILLS = Integer.getInteger("sailpat.kills", 20);
    /** Small jobs do not outlive many kills, large ones take long at their end. */
    private static final int KILLS_OF_A_SET = 20;

    private static final int MAX_RUNS = 5;
    private static final List<String> JOBS = List.of("creates", "deletes", "patches", "rotations");

    private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m"};

    @TempDir
    Path directory;

    private final Random random = new Random(18);

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void jobIsResumedWithoutADuplicateAnOrphanOrAnInputWithoutAnOutcome() throws Exception {
        for (int kills = 0, set = 0; kills < KILLS; set++) {
            try (SandboxTenant tenant = SandboxTenant.start(
                    o -> o.rateLimitOff().tokens(0).tokensPerOwner(1_000_000).latency(Duration.ofMillis(3)))) {
                addFaults(tenant);
                Jobs jobs = new Jobs(Files.createDirectory(directory.resolve("set-" + set)), tenant);
                int before = kills;
                while (kills - before < KILLS_OF_A_SET && kills < KILLS && jobs.runAndKill()) {
                    kills++;
                }
                jobs.runUntilDone();
                jobs.check();
            }
        }
    }

    private static void addFaults(SandboxTenant tenant) {
        for (Operation operation : List.of(Operation.CREATE, Operation.DELETE, Operation.PATCH)) {
            Fault fault = Fault.on(operation);
            tenant.getFaults().add(fault.every(23).resetAfterApplying());
            tenant.getFaults().add(fault.every(29).truncateBody(40));
            tenant.getFaults().add(fault.every(31).resetBeforeRead());
            tenant.getFaults().add(fault.every(37).status(429, null, "Retry-After", "0"));
        }
        tenant.getFaults().add(Fault.on(Operation.LIST).every(41).status(503, null));
    }

    private final class Jobs {
        private final Path home;
        private final SandboxTenant tenant;
        private final List<String> creates =
                IntStream.range(0, 180).mapToObj(i -> "c-" + i).toList();
        private final Map<String, SandboxToken> deletes;
        private final Map<String, SandboxToken> patches;
        private final Map<String, SandboxToken> rotations;

        Jobs(Path home, SandboxTenant tenant) throws IOException {
            this.home = home;
            this.tenant = tenant;
            deletes = add("d-", 180);
            patches = add("p-", 180);
            rotations = add("r-", 30);
            Files.write(home.resolve("creates"), creates);
            Files.write(home.resolve("deletes"), deletes.keySet());
            Files.write(home.resolve("patches"), patches.keySet());
            Files.write(home.resolve("rotations"), rotations.keySet());
            Files.write(
                    home.resolve("tenant"),
                    List.of(tenant.getBaseUrl().toString(), tenant.getClientId(), tenant.getClientSecret()));
        }

        private Map<String, SandboxToken> add(String prefix, int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> tenant.addToken(prefix + i))
                    .collect(Collectors.toMap(SandboxToken::id, token -> token));
        }

        private Process start() {
            List<String> options = new ArrayList<>(List.of(JVM));
            options.add("-Djobs.directory=" + home);
            return ChildJvm.start(JournaledJobs.class, options.toArray(String[]::new));
        }

        /** Kills the process after a random number of requests; {@code false} if it has ended before. */
        boolean runAndKill() throws InterruptedException {
            long enough = tenant.getLedger().count(Operation.ANY) + 2 + random.nextInt(60);
            Process process = start();
            long until = System.nanoTime() + SOON.toNanos();
            while (tenant.getLedger().count(Operation.ANY) < enough && process.isAlive()) {
                assertThat(System.nanoTime()).isLessThan(until);
                Thread.sleep(1);
            }
            boolean killed = process.isAlive();
            process.destroyForcibly();
            assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return killed && process.exitValue() == 128 + 9;
        }

        /** What is left open by a run, for example because a delete has failed, is done by the next one. */
        void runUntilDone() throws InterruptedException {
            for (int runs = 0; !isDone(); runs++) {
                assertThat(runs).isLessThan(MAX_RUNS);
                Process process = start();
                assertThat(process.waitFor(110, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
        }

        private boolean isDone() {
            return JOBS.stream()
                            .flatMap(job -> entries(job).values().stream())
                            .filter(entry -> entry.getState().isFinal())
                            .count()
                    == creates.size() + deletes.size() + patches.size() + rotations.size();
        }

        private Map<String, BulkJournalEntry> entries(String job) {
            FileBulkJournal journal = FileBulkJournal.of(home.resolve(job + ".journal"));
            return journal.exists()
                    ? journal.read().collectMap(BulkJournalEntry::getKey).block(SOON)
                    : Map.of();
        }

        void check() throws IOException {
            assertThat(emitted().values()).allMatch(count -> count == 1);
            Map<String, String> vault = new HashMap<>();
            for (String line : Files.readAllLines(home.resolve("vault"))) {
                String[] parts = line.split(" ", 3);
                assertThat(vault.put(parts[0], parts[1])).isNull();
            }
            checkCreates(vault);
            states("deletes", deletes.size()).forEach(this::checkDelete);
            states("patches", patches.size()).forEach(this::checkPatch);
            checkRotations(vault);
            checkSecrets();
        }

        private Map<String, Integer> emitted() throws IOException {
            Map<String, Integer> emitted = new HashMap<>();
            for (String line : Files.readAllLines(home.resolve("outcomes"))) {
                emitted.merge(line.substring(0, line.lastIndexOf(' ')), 1, Integer::sum);
            }
            return emitted;
        }

        /** The last entry of each input, which is an outcome. */
        private Map<String, BulkJournalEntry> states(String job, int count) {
            Map<String, BulkJournalEntry> entries = entries(job);
            assertThat(entries).hasSize(count);
            return entries;
        }

        private void checkCreates(Map<String, String> vault) {
            Map<String, BulkJournalEntry> entries = states("creates", creates.size());
            Map<String, List<SandboxToken>> existing = tenant.getLedger().getTokens().stream()
                    .filter(token -> token.name().startsWith("c-"))
                    .collect(Collectors.groupingBy(SandboxToken::name));
            entries.forEach((name, entry) -> {
                List<SandboxToken> tokens = existing.getOrDefault(name, List.of());
                assertThat(tokens).as(() -> history("creates", entry.getKey())).hasSizeLessThan(2);
                switch (entry.getState()) {
                    case SUCCEEDED -> {
                        assertThat(tokens).extracting(SandboxToken::id).containsExactly(entry.getId());
                        assertThat(vault)
                                .containsEntry(entry.getId(), tokens.get(0).secret());
                    }
                    case SECRET_LOST -> {
                        assertThat(tokens).extracting(SandboxToken::id).containsExactly(entry.getId());
                        assertThat(vault).doesNotContainKey(entry.getId());
                    }
                    case REJECTED ->
                        assertThat(tokens)
                                .as(() -> history("creates", entry.getKey()))
                                .isEmpty();
                    default -> assertThat(entry.getState()).isEqualTo(BulkJournalState.UNKNOWN);
                }
            });
            assertThat(entries.keySet()).containsAll(existing.keySet());
        }

        private void checkDelete(String id, BulkJournalEntry entry) {
            if (entry.getState() != BulkJournalState.UNKNOWN) {
                assertThat(tenant.getLedger().findById(id) == null)
                        .as(() -> history("deletes", entry.getKey()))
                        .isEqualTo(entry.getState() == BulkJournalState.SUCCEEDED);
            }
        }

        private void checkPatch(String id, BulkJournalEntry entry) {
            SandboxToken before = patches.get(id);
            SandboxToken after = tenant.getLedger().findById(id);
            boolean patched =
                    !after.name().equals(before.name()) || !after.scope().equals(before.scope());
            if (entry.getState() != BulkJournalState.UNKNOWN) {
                assertThat(patched)
                        .as(() -> history("patches", entry.getKey()))
                        .isEqualTo(entry.getState() == BulkJournalState.SUCCEEDED);
            }
            assertThat(after.scope().size() - before.scope().size()).isBetween(0, 1);
        }

        private void checkRotations(Map<String, String> vault) {
            Map<String, BulkJournalEntry> entries = states("rotations", rotations.size());
            Map<String, List<SandboxToken>> successors = tenant.getLedger().getTokens().stream()
                    .filter(token -> token.name().contains(" (after "))
                    .collect(Collectors.groupingBy(token -> token.name().replaceFirst(" \\(after .*", "")));
            entries.forEach((id, entry) -> {
                List<SandboxToken> found =
                        successors.getOrDefault(rotations.get(id).name(), List.of());
                SandboxToken old = tenant.getLedger().findById(id);
                assertThat(found).as(() -> history("rotations", id)).hasSizeLessThan(2);
                if (entry.getState() == BulkJournalState.SUCCEEDED) {
                    assertThat(found)
                            .as(() -> history("rotations", id))
                            .singleElement()
                            .satisfies(
                                    successor -> assertThat(vault).containsEntry(successor.id(), successor.secret()));
                    assertThat(old).as(() -> history("rotations", id)).isNull();
                } else if (entry.getState() != BulkJournalState.UNKNOWN) {
                    assertThat(old).as(() -> history("rotations", id)).isNotNull();
                }
            });
        }

        /** All that the journal says of an input. */
        private String history(String job, String key) {
            try (Stream<String> lines = Files.lines(home.resolve(job + ".journal"))) {
                return lines.filter(line -> line.contains("\"key\":\"" + key + '"'))
                        .collect(Collectors.joining("\n"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void checkSecrets() throws IOException {
            String secret = tenant.getLedger().getTokens().get(0).secret();
            String pattern = "[0-9a-zA-Z]{" + secret.length() + ",}";
            for (String job : JOBS) {
                assertThat(Files.readString(home.resolve(job + ".journal"))).doesNotContainPattern(pattern);
            }
        }
    }
}
