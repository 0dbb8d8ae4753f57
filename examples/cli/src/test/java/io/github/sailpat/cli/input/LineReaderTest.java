package io.github.sailpat.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {
    private static List<String> read(InputStream in) throws IOException {
        LineReader reader = new LineReader(in, true);
        List<String> lines = new ArrayList<>();
        for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
            byte[] bytes = line.bytes();
            lines.add(line.number() + ":" + (bytes == null ? "too long" : new String(bytes, StandardCharsets.UTF_8)));
        }
        return lines;
    }

    private static List<String> read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void endsOfLinesMayBeOfAnyKind() throws Exception {
        assertThat(read("a\nb\r\nc")).containsExactly("1:a", "2:b", "3:c");
        assertThat(read("a\r\r\nb\rc\n")).containsExactly("1:a\r", "2:b\rc");
        assertThat(read("")).isEmpty();
        assertThat(read("\n")).isEmpty();
    }

    @Test
    void blankLinesAreCountedOnly() throws Exception {
        assertThat(read("\n \t\r\na\n\n\nb\n")).containsExactly("3:a", "6:b");
    }

    @Test
    void byteOrderMarkCountsAtTheBeginningOnly() throws Exception {
        assertThat(read("\uFEFFa\n\uFEFFb\n")).containsExactly("1:a", "2:\uFEFFb");
        assertThat(read("\uFEFF")).isEmpty();
        assertThat(read("\uFEFF\nb")).containsExactly("2:b");
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,true", "5000000,true"})
    void lineThatIsTooLongIsNotKept(int beyond, boolean tooLong) throws Exception {
        List<String> lines = read("a\n" + "x".repeat(LineReader.MAX_LENGTH + beyond) + "\nb");
        assertThat(lines).hasSize(3).contains("1:a", "3:b");
        assertThat(lines.contains("2:too long")).isEqualTo(tooLong);
    }

    /** However the bytes arrive. */
    @RepeatedTest(20)
    void piecesOfAnySizeGiveTheSameLines(RepetitionInfo repetition) throws Exception {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("\uFEFF");
        for (int i = 0; i < 300; i++) {
            text.append("ü€ \r\n\n".charAt(random.nextInt(6)));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        InputStream dripping = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(7)));
            }
        };
        assertThat(read(dripping)).as("seed %d", seed).isEqualTo(read(text.toString()));
    }

    @Test
    void inAHurryNothingIsWaitedFor() throws Exception {
        InputStream open = new ByteArrayInputStream("a\nb".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                if (available() == 0) {
                    throw new IllegalStateException("this would wait");
                }
                return super.read(target, offset, length);
            }
        };
        LineReader reader = new LineReader(open, true);
        reader.stopSoon();
        assertThat(reader.next()).isNotNull();
        assertThat(reader.next()).isNotNull();
        assertThat(reader.next()).isNull();
    }
}
