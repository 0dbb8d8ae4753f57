package io.github.sailpat.reactive.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.journal.JournalReader.Contents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file is refused with one error, or is read up to a length, and what it contains up to there is the same. */
class JournalReaderFuzz {
    private static final Path FILE = Path.of("job.journal");

    static Stream<byte[]> seeds() {
        String header = "{\"format\":\"sailpat-bulk-journal\",\"version\":1,\"operation\":\"create\"";
        String entry = "\n{\"seq\":1,\"forced\":0,\"key\":\"a\",\"state\":\"sent\",\"at\":\"2026-01-01T00:00:00Z\","
                + "\"tenantTime\":true,\"digest\":\"d\"";
        return Stream.of(
                        header + entry,
                        header + entry + entry.replace("1,", "2,"),
                        header + "\n{\"seq\":1,\"crc\":[\n{\"seq\":2,\"forced\":2",
                        "{\"format\":\"sailpat-bulk-journal\",\"version\":2")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadUpToALengthOrRefused(byte[] text) throws IOException {
        byte[] file = withChecksums(text);
        Contents contents;
        try {
            contents = read(file);
        } catch (BulkJournalException e) {
            assertThat(e).hasMessageContaining(FILE.toString());
            return;
        }

        assertThat(contents.length()).isBetween(0L, (long) file.length);
        assertThat(read(Arrays.copyOf(file, (int) contents.length()))).isEqualTo(contents);
    }

    /** Each line with the right checksum, so that what is behind the check is reached; the last one as it is. */
    private static byte[] withChecksums(byte[] text) {
        String[] lines = new String(text, StandardCharsets.UTF_8).split("\n", -1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < lines.length - 1; i++) {
            file.writeBytes(JournalLine.finish(new StringBuilder(lines[i])));
        }
        file.writeBytes(lines[lines.length - 1].getBytes(StandardCharsets.UTF_8));
        return file.toByteArray();
    }

    private static Contents read(byte[] file) throws IOException {
        return JournalReader.read(FILE, new ByteArrayInputStream(file));
    }
}
