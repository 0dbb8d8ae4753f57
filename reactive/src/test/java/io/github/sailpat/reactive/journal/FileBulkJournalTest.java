package io.github.sailpat.reactive.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class FileBulkJournalTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String OPERATION = "createPersonalAccessToken";

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("job.journal");
    }

    private static BulkJournalEntry entry(String key, BulkJournalState state) {
        return BulkJournalEntry.create(e -> {
            e.key(key).state(state).digest("0123456789abcdef0123456789abcdef");
            e.at(Instant.parse("2026-11-29T08:00:00.123456Z")).tenantTime(true).name(key);
            return e;
        });
    }

    private static BulkJournal.Session open(FileBulkJournal journal) {
        return journal.open(OPERATION).block(SOON);
    }

    private void write(int entries) {
        BulkJournal.Session session = open(FileBulkJournal.of(file()));
        Flux.range(0, entries)
                .concatMap(i -> session.append(entry("key-" + i, BulkJournalState.SENT)))
                .blockLast(SOON);
        session.close().block(SOON);
    }

    private List<BulkJournalEntry> read() {
        return FileBulkJournal.of(file()).read().collectList().block(SOON);
    }

    /** A process may have written it and died before it was forced, and the next one relies on it. */
    @Test
    void whatIsReadWhenTheFileIsOpenedIsForced() throws IOException {
        write(3);
        FailingStorage[] disk = new FailingStorage[1];
        BulkJournal.Session session =
                open(new FileBulkJournal(file(), path -> disk[0] = new FailingStorage(path, 1 << 20)));

        disk[0].cutPower(new Random(1));

        assertThat(JournalReader.read(file()).entries()).containsOnlyKeys("key-0", "key-1", "key-2");
        session.close().block(SOON);
    }

    @Test
    void lastEntryOfAKeyIsFoundAgainWithAllItsFields() {
        BulkJournalEntry full = BulkJournalEntry.create(e -> {
            e.from(entry("\"key\\ \u00e9 \ud83d\ude00 \ud800 \u0001\n", BulkJournalState.REJECTED));
            return e.id("9d1e2f30").error("BadRequestException").status(400).trackingId("e7a1");
        });
        BulkJournal.Session session = open(FileBulkJournal.of(file()));
        session.append(entry(full.getKey(), BulkJournalState.SENT)).block(SOON);
        session.append(full).block(SOON);
        assertThat(session.find(full.getKey()).block(SOON)).isEqualTo(full);
        session.close().block(SOON);

        BulkJournal.Session again = open(FileBulkJournal.of(file()));
        assertThat(again.find(full.getKey()).block(SOON)).isEqualTo(full);
        assertThat(again.find("another").block(SOON)).isNull();
        again.close().block(SOON);
        assertThat(read()).containsExactly(full);
    }

    @Test
    void fileCutAtEveryByteIsReadToItsLastWholeLine() throws IOException {
        write(3);
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length <= whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Files.write(file(), cut);
            long lines = IntStream.range(0, length).filter(i -> cut[i] == '\n').count();

            assertThat(read()).hasSize((int) Math.max(0, lines - 1));
            if (length % 31 == 0) { // and appended to
                BulkJournal.Session session = open(FileBulkJournal.of(file()));
                session.append(entry("new", BulkJournalState.SENT)).block(SOON);
                session.close().block(SOON);
                assertThat(read()).hasSize((int) Math.max(1, lines));
            }
        }
    }

    @Test
    void byteThatIsChangedInALineThatWasForcedIsDamage() throws IOException {
        write(6);
        byte[] whole = Files.readAllBytes(file());
        int first = new String(whole, StandardCharsets.US_ASCII).indexOf("key-1");
        whole[first]++;
        Files.write(file(), whole);

        assertThatThrownBy(() -> open(FileBulkJournal.of(file())))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("is damaged after its first");
        assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }

    @Test
    void byteThatIsChangedInTheFirstLineIsDamage() throws IOException {
        write(2);
        byte[] whole = Files.readAllBytes(file());
        whole[new String(whole, StandardCharsets.US_ASCII).indexOf("create")]++;
        Files.write(file(), whole);

        assertThatThrownBy(() -> open(FileBulkJournal.of(file())))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("is damaged in its first line");
        assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }

    @Test
    void entryThatIsTooLongToBeReadAgainIsNotWritten() {
        BulkJournal.Session session = open(FileBulkJournal.of(file()));
        BulkJournalEntry tooLong = BulkJournalEntry.create(
                e -> e.from(entry("key-1", BulkJournalState.SENT)).trackingId("\u00e9".repeat(20_000)));
        Mono<Void> refused = session.append(tooLong);

        List<Boolean> written = Flux.just(
                        session.append(entry("key-0", BulkJournalState.SENT)),
                        refused,
                        session.append(entry("key-2", BulkJournalState.SENT)))
                .flatMapSequential(append -> append.thenReturn(true)
                        .onErrorResume(
                                BulkJournalException.class,
                                e -> Mono.just(!e.getMessage().contains("longer than"))))
                .collectList()
                .block(SOON);
        session.close().block(SOON);

        assertThat(written).containsExactly(true, false, true);
        assertThat(read()).extracting(BulkJournalEntry::getKey).containsExactly("key-0", "key-2");
    }

    @Test
    void entriesOfANameAreFound() {
        BulkJournal.Session session = open(FileBulkJournal.of(file()));
        for (String key : List.of("one", "two", "three")) {
            session.append(BulkJournalEntry.create(
                            e -> e.from(entry(key, BulkJournalState.SENT)).name(key.equals("two") ? "another" : "ci")))
                    .block(SOON);
        }

        assertThat(session.findByName("ci")
                        .map(BulkJournalEntry::getKey)
                        .collectList()
                        .block(SOON))
                .containsExactlyInAnyOrder("one", "three");
        session.close().block(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"ci\"}\n{\"name\":\"cd\"}\n", "a few words", "\n"})
    void fileThatIsNoJournalIsRefusedAndKept(String text) throws IOException {
        Files.writeString(file(), text);

        assertThatThrownBy(() -> open(FileBulkJournal.of(file())))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("is no journal");
        assertThat(file()).hasContent(text);
    }

    @Test
    void journalOfAnotherOperationOrVersionIsRefused() throws IOException {
        write(1);

        assertThatThrownBy(() -> FileBulkJournal.of(file())
                        .open("deletePersonalAccessToken")
                        .block(SOON))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("is of createPersonalAccessToken");
        byte[] header = JournalLine.header(OPERATION, 2);
        Files.write(file(), header);
        assertThatThrownBy(() -> open(FileBulkJournal.of(file())))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("has the version 2 of the format");
    }

    @Test
    void secondJobOfTheProcessIsRefusedUntilTheFirstHasClosedTheJournal() {
        BulkJournal.Session first = open(FileBulkJournal.of(file()));

        assertThatThrownBy(() -> open(FileBulkJournal.of(file())))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("is in use by another job");
        first.close().block(SOON);
        open(FileBulkJournal.of(file())).close().block(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent/job.journal", "."})
    void pathThatCannotBeAFileIsSaid(String path) {
        assertThatThrownBy(() -> open(FileBulkJournal.of(directory.resolve(path))))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("cannot be opened");
    }

    /** By the storage, because root may open all files. */
    @Test
    void fileThatMayNotBeOpenedIsSaid() {
        FileBulkJournal journal = new FileBulkJournal(file(), path -> {
            throw new AccessDeniedException(path.toString());
        });

        assertThatThrownBy(() -> open(journal))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("cannot be opened")
                .hasMessageContaining("AccessDenied")
                .hasMessageContaining("job.journal");
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = {"", "rw-r--r--", "rw-rw-rw-"})
    void onlyTheOwnerMayReadTheFile(String before) throws IOException {
        if (!before.isEmpty()) {
            Files.createFile(file());
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(before));
        }
        write(1);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasForcedIsThereAfterAPowerCut() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            Files.deleteIfExists(file());
            FailingStorage[] disk = new FailingStorage[1];
            FileBulkJournal journal = new FileBulkJournal(file(), path -> disk[0] = new FailingStorage(path, 1 << 20));
            BulkJournal.Session session = open(journal);
            Set<String> stored = ConcurrentHashMap.newKeySet();
            var appends = Flux.range(0, 200)
                    .flatMap(
                            i -> session.append(entry("key-" + i, BulkJournalState.SENT))
                                    .then(Mono.fromRunnable(() -> stored.add("key-" + i))),
                            16)
                    .onErrorComplete()
                    .subscribe();
            int enough = random.nextInt(100);
            Flux.interval(Duration.ofMillis(1))
                    .onBackpressureDrop()
                    .takeUntil(tick -> stored.size() >= enough)
                    .blockLast(SOON);

            Set<String> acknowledged = Set.copyOf(stored);
            disk[0].cutPower(random);
            appends.dispose();
            session.close().block(SOON);

            assertThat(read()).extracting(BulkJournalEntry::getKey).containsAll(acknowledged);
        }
    }

    @Test
    void fullDiskFailsWhatIsAppendedFromThenOn() {
        FileBulkJournal journal = new FileBulkJournal(file(), path -> new FailingStorage(path, 2_000));
        BulkJournal.Session session = open(journal);
        int[] stored = {0};

        assertThatThrownBy(() -> Flux.range(0, 100)
                        .concatMap(i -> session.append(entry("key-" + i, BulkJournalState.SENT))
                                .then(Mono.fromRunnable(() -> stored[0]++)))
                        .blockLast(SOON))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("No space left on device");
        assertThatThrownBy(() ->
                        session.append(entry("later", BulkJournalState.SENT)).block(SOON))
                .isInstanceOf(BulkJournalException.class);
        session.close().block(SOON);
        assertThat(read()).hasSize(stored[0]);
    }

    @Test
    void entriesThatAreAppendedTogetherAreForcedTogether() {
        int[] forces = {0};
        FileBulkJournal journal = new FileBulkJournal(file(), path -> {
            JournalStorage real = FileStorage.open(path);
            return new JournalStorage() {
                @Override
                public InputStream content() throws IOException {
                    return real.content();
                }

                @Override
                public void truncate(long length) throws IOException {
                    real.truncate(length);
                }

                @Override
                public void append(ByteBuffer bytes) throws IOException {
                    real.append(bytes);
                }

                @Override
                public void force() {
                    forces[0]++;
                    try {
                        real.force();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        });
        BulkJournal.Session session = open(journal);

        Flux.range(0, 1_000)
                .flatMap(i -> session.append(entry("key-" + i, BulkJournalState.SENT)), 256)
                .blockLast(SOON);
        session.close().block(SOON);

        assertThat(forces[0]).isLessThan(500);
        assertThat(read()).hasSize(1_000);
    }
}
