package io.github.sailpat.reactive.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** A line that says that all lines before it are on the disk. */
    private static byte[] entry(int number) {
        BulkJournalEntry entry = BulkJournalEntry.create(e -> e.key("key-" + number)
                .state(BulkJournalState.SENT)
                .digest("0123456789abcdef0123456789abcdef")
                .at(Instant.EPOCH)
                .tenantTime(true));
        return JournalLine.entry(entry, number, number - 1L);
    }
}
