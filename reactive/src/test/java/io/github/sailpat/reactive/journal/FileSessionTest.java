package io.github.sailpat.reactive.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** An open file: what it refuses, and how long its lines may be. */
class FileSessionTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private FileBulkJournal journal;
    private BulkJournal.Session session;

    @BeforeEach
    void open() {
        journal = FileBulkJournal.of(directory.resolve("job.journal"));
        session = journal.open("create").block(SOON);
    }

    private static BulkJournalEntry entry(String trackingId) {
        return BulkJournalEntry.create(e -> e.key("key")
                .state(BulkJournalState.SENT)
                .at(Instant.EPOCH)
                .tenantTime(true)
                .digest("0123456789abcdef0123456789abcdef")
                .trackingId(trackingId));
    }

    private void assertRefused(BulkJournalEntry entry, String message) {
        StepVerifier.create(session.append(entry))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(BulkJournalException.class)
                        .hasMessageContaining(message))
                .verify(SOON);
    }

    @Test
    void closedSessionAppendsNothing() {
        session.append(entry("first")).block(SOON);
        session.close().block(SOON);
        session.close().block(SOON);

        assertRefused(entry("second"), "job.journal is closed");
        assertThat(journal.read().collectList().block(SOON)).containsExactly(entry("first"));
    }

    @Test
    void longestLineIsReadAgainAndALongerOneIsNotWritten() {
        int rest = JournalReader.MAX_LINE - JournalLine.entry(entry(""), 1, 0).length;
        BulkJournalEntry longest = entry("x".repeat(rest));

        assertRefused(entry("x".repeat(rest + 1)), "longer than");
        session.append(longest).block(SOON);
        session.close().block(SOON);
        assertThat(journal.read().collectList().block(SOON)).containsExactly(longest);
    }

    @Test
    void numberThatIsNoneIsBelowZero() {
        byte[] line = JournalLine.finish(new StringBuilder("{\"seq\":\"one\",\"forced\":7"));
        JournalLine read = JournalLine.read(Arrays.copyOf(line, line.length - 1)); // without its end

        assertThat(read.number("seq")).isEqualTo(-1);
        assertThat(read.number("forced")).isEqualTo(7);
        assertThat(read.number("version")).isEqualTo(-1);
    }
}
