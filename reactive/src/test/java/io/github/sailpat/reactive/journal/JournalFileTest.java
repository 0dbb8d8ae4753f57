package io.github.sailpat.reactive.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Files that are no journal or that are being written, and what is done to them. */
class JournalFileTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void permissionsOfAFileThatIsNoJournalStayAsTheyAre() throws IOException {
        Path file = Files.writeString(directory.resolve("inputs.jsonl"), "{\"name\":\"ci\"}\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> FileBulkJournal.of(file).open("create").block(SOON))
                .hasMessageContaining("is no journal");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    /** A device would be changed for the whole machine, and whoever opens a pipe may wait for ever. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void pipeIsRefusedAtOnce() throws Exception {
        Path pipe = directory.resolve("pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", "-m", "644", pipe.toString()).start();
        assumeTrue(mkfifo.waitFor(20, TimeUnit.SECONDS) && mkfifo.exitValue() == 0);

        FileBulkJournal journal = FileBulkJournal.of(pipe);
        for (Mono<?> refused : List.of(journal.read().then(), journal.open("create"))) {
            assertThatThrownBy(() -> refused.block(SOON))
                    .isInstanceOf(BulkJournalException.class)
                    .hasMessageContaining("a device or a pipe is no file");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pipe)))
                .isEqualTo("rw-r--r--");
    }

    /** Another process appends: the end of the file is in the middle of a line, and then further on. */
    @Test
    void journalThatGrowsWhileItIsReadIsReadToItsEndThen() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        written.writeBytes(JournalLine.header("create"));
        written.writeBytes(entry(1));
        int wholeLines = written.size();
        written.writeBytes(entry(2));
        written.writeBytes(entry(3));
        byte[] bytes = written.toByteArray();
        InputStream growing = new InputStream() {
            private final InputStream before = new ByteArrayInputStream(Arrays.copyOf(bytes, wholeLines + 10));
            private final InputStream after =
                    new ByteArrayInputStream(Arrays.copyOfRange(bytes, wholeLines + 10, bytes.length));
            private boolean grown;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                int read = grown ? after.read(to, offset, length) : before.read(to, offset, length);
                grown = grown || read < 0;
                return read;
            }
        };

        JournalReader.Contents contents = JournalReader.read(directory.resolve("growing"), growing);

        assertThat(contents.entries()).containsOnlyKeys("key-1");
        assertThat(contents.length()).isEqualTo(wholeLines);
    }

    @Test
    void fileIsNamedAndIsThereFromTheFirstJobOn() {
        Path file = directory.resolve("job.journal");
        FileBulkJournal journal = FileBulkJournal.of(file);
        assertThat(journal).hasToString("FileBulkJournal[" + file + "]");
        assertThat(journal.exists()).isFalse();

        BulkJournal.Session session = journal.open("create").block(SOON);
        assertThat(journal.exists()).isTrue();
        session.close().block(SOON);
    }

    /** A read would open and close the file, and so release the lock of the job. */
    @Test
    void journalThatAJobHasOpenIsNotReadInItsProcess() {
        FileBulkJournal journal = FileBulkJournal.of(directory.resolve("job.journal"));
        BulkJournal.Session session = journal.open("create").block(SOON);

        assertThatThrownBy(() -> journal.read().blockLast(SOON))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("is in use by a job of this process");
        session.close().block(SOON);
        assertThat(journal.read().collectList().block(SOON)).isEmpty();
    }

    @Test
    void fileThatOtherCodeOfTheProcessHasLockedIsInUse() throws IOException {
        Path file = write(JournalLine.header("create"));
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            other.lock();
            assertThatThrownBy(() -> FileBulkJournal.of(file).open("create").block(SOON))
                    .isInstanceOf(BulkJournalException.class)
                    .hasMessageContaining("is in use by another job");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fileIsCreatedForItsOwnerOnly() throws IOException {
        Path file = directory.resolve("job.journal");
        try (JournalStorage created = FileStorage.open(file)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void tornTailIsCutOffWhenTheJournalIsOpened() throws IOException {
        byte[] torn = new byte[2_000];
        Path file = write(JournalLine.header("create"), entry(1), torn);
        long length = Files.size(file) - torn.length;

        FileBulkJournal journal = FileBulkJournal.of(file);
        journal.open("create").block(SOON).close().block(SOON);
        assertThat(Files.size(file)).isEqualTo(length);
    }

    /** The third entry was never forced, and a line that was written with it may be whole all the same. */
    @Test
    void wholeLineAfterATornOneIsNoDamageIfNeitherWasForced() throws IOException {
        Path file = write(JournalLine.header("create"), entry(1), entry(2), "torn\n".getBytes(US_ASCII), entry(4, 2));
        assertThat(JournalReader.read(file).entries()).containsOnlyKeys("key-1", "key-2");
    }

    @Test
    void damageAndAnEntryThatIsNotKnownAreToldWithTheirLine() throws IOException {
        byte[] header = JournalLine.header("create");
        Path damaged = write(header, entry(1), entry(2), "torn\n".getBytes(US_ASCII), entry(4, 3));
        assertThatThrownBy(() -> JournalReader.read(damaged))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("is damaged after its first ")
                .hasMessageContaining("(line 4)");

        Path newer = write(header, entry(1), JournalLine.finish(new StringBuilder("{\"seq\":2,\"forced\":1")));
        assertThatThrownBy(() -> JournalReader.read(newer))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("an entry that this library does not know (line 3)");
    }

    private Path write(byte[]... lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            bytes.writeBytes(line);
        }
        return Files.write(directory.resolve("written.journal"), bytes.toByteArray());
    }

    /** A line that says that all lines before it are on the disk. */
    private static byte[] entry(int number) {
        return entry(number, number - 1);
    }

    private static byte[] entry(int number, int forced) {
        BulkJournalEntry entry = BulkJournalEntry.create(e -> e.key("key-" + number)
                .state(BulkJournalState.SENT)
                .digest("0123456789abcdef0123456789abcdef")
                .at(Instant.EPOCH)
                .tenantTime(true));
        return JournalLine.entry(entry, number, forced);
    }
}
