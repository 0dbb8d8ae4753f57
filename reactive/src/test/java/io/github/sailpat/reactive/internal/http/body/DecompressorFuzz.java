package io.github.sailpat.reactive.internal.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.reactive.internal.http.body.Decompressor.CodingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body, in any split, is decoded in bounded memory or refused, and what was compressed comes back. */
class DecompressorFuzz {
    private static final int CHUNK = 16 * 1024;

    static Stream<byte[]> seeds() throws IOException {
        byte[] text = "[{\"id\":\"a\"},{\"id\":\"b\"}]".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                text, gzip(text), zlib(text), raw(text), gzip(gzip(text)), new byte[] {0x1f, (byte) 0x8b, 8, 31});
    }

    @MethodSource("seeds")
    @FuzzTest
    void isDecodedOrRefusedInAnySplit(byte[] body) throws IOException {
        Random random = new Random(Arrays.hashCode(body));
        for (String coding : List.of("gzip", "deflate")) {
            byte[] whole = decoded(coding, List.of(body));
            byte[] inPieces = decoded(coding, pieces(body, random));

            assertThat(inPieces).isEqualTo(whole);
            assertThat(whole == null ? 0 : whole.length).isLessThan(300 * body.length + (1 << 20) + CHUNK);
        }
        assertThat(decoded("gzip", pieces(gzip(body), random))).isEqualTo(body);
        assertThat(decoded("deflate", pieces(zlib(body), random))).isEqualTo(body);
    }

    /** The decoded body, or {@code null} if it is refused. */
    private static byte @Nullable [] decoded(String coding, List<byte[]> pieces) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        try (Decompressor decompressor = new Decompressor(coding)) {
            for (byte[] piece : pieces) {
                decompressor.decode(piece, false).forEach(chunk -> {
                    assertThat(chunk).hasSizeBetween(1, Math.max(CHUNK, piece.length + CHUNK));
                    decoded.writeBytes(chunk);
                });
            }
            decompressor.decode(new byte[0], true).forEach(decoded::writeBytes);
            return decoded.toByteArray();
        } catch (CodingException e) {
            return null;
        }
    }

    private static List<byte[]> pieces(byte[] body, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < body.length; ) {
            int to = Math.min(body.length, from + 1 + random.nextInt(8));
            pieces.add(Arrays.copyOfRange(body, from, to));
            from = to;
        }
        return pieces;
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return written(bytes, new GZIPOutputStream(bytes), text);
    }

    private static byte[] zlib(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return written(bytes, new DeflaterOutputStream(bytes), text);
    }

    private static byte[] raw(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return written(bytes, new DeflaterOutputStream(bytes, new Deflater(9, true)), text);
    }

    private static byte[] written(ByteArrayOutputStream bytes, OutputStream coding, byte[] text) throws IOException {
        try (coding) {
            coding.write(text);
        }
        return bytes.toByteArray();
    }
}
