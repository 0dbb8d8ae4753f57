package io.github.sailpat.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** Any input, in any split, is the text that the decoders of the JDK read, and malformed where it is so for them. */
class TranscodingInputStreamFuzz {
    static Stream<byte[]> seeds() {
        return Stream.of(
                "\ufeffa\u00e9\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_16BE),
                "\ufeffa\u00e9\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_16LE),
                "\ufeffa\u00e9".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xd8, 0, 0},
                new byte[] {(byte) 0xef, (byte) 0xbb});
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadAsTheDecodersOfTheJdkDo(byte[] input) throws IOException {
        byte[] utf8 = read(new TranscodingInputStream(inPieces(input)));

        assertThat(decoded(utf8, 0, StandardCharsets.UTF_8)).isEqualTo(expected(input));
    }

    private static @Nullable String expected(byte[] input) {
        if (startsWith(input, 0xfe, 0xff)) {
            return decoded(input, 2, StandardCharsets.UTF_16BE);
        }
        if (startsWith(input, 0xff, 0xfe)) {
            return decoded(input, 2, StandardCharsets.UTF_16LE);
        }
        return decoded(input, startsWith(input, 0xef, 0xbb, 0xbf) ? 3 : 0, StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] input, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (input.length <= i || (input[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** The text, or {@code null} if it is malformed. */
    private static @Nullable String decoded(byte[] bytes, int from, Charset charset) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static InputStream inPieces(byte[] input) {
        Random random = new Random(Arrays.hashCode(input));
        return new ByteArrayInputStream(input) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(5)));
            }
        };
    }

    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[3];
        for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
            all.write(piece, 0, size);
        }
        return all.toByteArray();
    }
}
