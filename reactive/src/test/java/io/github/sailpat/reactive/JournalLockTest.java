package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.reactive.journal.FileBulkJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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

    private static BulkJournal.Session open(Path file) {
        return FileBulkJournal.of(file).open("deletePersonalAccessToken").block(SOON);
    }
}
