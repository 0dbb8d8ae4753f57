package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.reactive.journal.FileBulkJournal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class JournalLockTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    /** A process that opens a journal and keeps it open. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) {
            FileBulkJournal.of(Path.of(System.getProperty("journal")))
                    .open("deletePersonalAccessToken")
                    .doOnNext(session -> System.out.write('.'))
                    .doOnNext(session -> System.out.flush())
                    .then(Mono.never())
                    .block();
        }
    }

    @Test
    void secondProcessIsRefusedUntilTheFirstOneIsGone() throws Exception {
        Path file = directory.resolve("job.journal");
        Process holder = ChildJvm.start(Holder.class, "-Djournal=" + file);
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('.');

            assertThatThrownBy(() -> open(file))
                    .isInstanceOf(BulkJournalException.class)
                    .hasMessageContaining("is in use by another job");
            assertThat(FileBulkJournal.of(file).read().collectList().block(SOON))
                    .isEmpty();
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        open(file).close().block(SOON);
    }

    /** A process that tries to open a journal. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) {
            String result = FileBulkJournal.of(Path.of(System.getProperty("journal")))
                    .open("deletePersonalAccessToken")
                    .map(session -> "opened")
                    .onErrorResume(BulkJournalException.class, e -> Mono.just("refused"))
                    .block(SOON);
            System.out.println(result);
        }
    }

    /** On POSIX, a process loses its lock when it closes any handle of the file. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void lockIsKeptWhateverTheProcessDoesWithTheJournal() throws Exception {
        Path file = directory.resolve("job.journal");
        Path link = Files.createSymbolicLink(directory.resolve("link.journal"), file); // of a file that does not exist
        open(file).close().block(SOON);
        Files.delete(file);
        BulkJournal.Session closedTwice = open(link);
        closedTwice.close().block(SOON);
        BulkJournal.Session session = open(link);
        closedTwice.close().block(SOON);
        Path hardLink = Files.createLink(directory.resolve("hard.journal"), file);

        for (Path other : List.of(file, link, hardLink)) {
            assertThatThrownBy(() -> open(other)).hasMessageContaining("is in use by another job");
            assertThatThrownBy(() -> FileBulkJournal.of(other).read().blockLast(SOON))
                    .hasMessageContaining("is in use by a job of this process");
        }
        assertThat(openElsewhere(file)).isEqualTo("refused");

        session.close().block(SOON);
        assertThat(openElsewhere(file)).isEqualTo("opened");
    }

    private static String openElsewhere(Path file) throws Exception {
        Process process = ChildJvm.start(Opener.class, "-Djournal=" + file);
        String result = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return result.strip();
    }

    private static BulkJournal.Session open(Path file) {
        return FileBulkJournal.of(file).open("deletePersonalAccessToken").block(SOON);
    }
}
