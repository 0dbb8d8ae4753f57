package io.github.sailpat.cli.input;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TranscodingInputStreamTest {
    static Stream<Charset> charsets() {
        return Stream.of(UTF_8, UTF_16LE, UTF_16BE);
    }

    private static byte[] read(byte... input) throws IOException {
        return new TranscodingInputStream(new ByteArrayInputStream(input)).readAllBytes();
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void theByteOrderMarkSaysTheEncoding(Charset charset) throws Exception {
        String text = "a\u00FC\u20AC\uD83D\uDE00\n\uFEFF" + "x".repeat(100_000) + "\uD83D\uDE00";

        assertThat(read(("\uFEFF" + text).getBytes(charset))).isEqualTo(text.getBytes(UTF_8));
        assertThat(read("\uFEFF".getBytes(charset))).isEmpty();
    }

    @Test
    void withoutAMarkItIsUtf8() throws Exception {
        assertThat(read("\u00FC\uFFFFx".getBytes(UTF_8))).isEqualTo("\u00FC\uFFFFx".getBytes(UTF_8));
        assertThat(read()).isEmpty();
        for (int[] almost : new int[][] {{0xEF}, {0xEF, 0xBB}, {0xEF, 0xBB, 'x'}, {0xEF, 'x'}, {0xFE}, {0xFF, 'x'}}) {
            byte[] bytes = new byte[almost.length];
            for (int i = 0; i < almost.length; i++) {
                bytes[i] = (byte) almost[i];
            }
            assertThat(read(bytes)).isEqualTo(bytes);
        }
    }

    @Test
    void whatIsMalformedStaysMalformed() throws Exception {
        byte[][] malformed = {
            {(byte) 0xFE, (byte) 0xFF, 0, 'a', 0},
            {(byte) 0xFE, (byte) 0xFF, (byte) 0xD8, 0, 0, 'a'},
            {(byte) 0xFE, (byte) 0xFF, (byte) 0xD8, 0, (byte) 0xD8, 0},
            {(byte) 0xFE, (byte) 0xFF, (byte) 0xDC, 0},
            {(byte) 0xFF, (byte) 0xFE, 0, (byte) 0xD8},
        };
        for (byte[] input : malformed) {
            byte[] read = read(input);
            assertThat(read).isNotEmpty();
            assertThatExceptionOfType(CharacterCodingException.class)
                    .isThrownBy(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(read)));
        }
    }

    /** However the bytes arrive. */
    @RepeatedTest(20)
    void piecesOfAnySizeGiveTheSameText(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        String text = random.ints(500, 1, 0x11000)
                .map(c -> c < 0xD800 ? c : c + 0x2000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        Charset charset = charsets().toList().get(random.nextInt(3));
        InputStream dripping = new ByteArrayInputStream(("\uFEFF" + text).getBytes(charset)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(7)));
            }
        };

        assertThat(new TranscodingInputStream(dripping).readAllBytes()).isEqualTo(text.getBytes(UTF_8));
    }
}
