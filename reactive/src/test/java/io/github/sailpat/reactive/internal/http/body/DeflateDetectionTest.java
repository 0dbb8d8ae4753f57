package io.github.sailpat.reactive.internal.http.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deflate without a header whose first byte is a space, and whose text comes late. */
class DeflateDetectionTest {
    private static final byte[] EMPTY_BLOCK = HexFormat.of().parseHex("200000ffff");
    private static final byte[] LAST_BLOCK = HexFormat.of().parseHex("010200fdff5b5d"); // the text []

    private static byte[] body(int emptyBlocks) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < emptyBlocks; i++) {
            body.writeBytes(EMPTY_BLOCK);
        }
        body.writeBytes(LAST_BLOCK);
        return body.toByteArray();
    }

    private static byte[] decoded(byte[] body, int pieceBytes) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        try (Decompressor decompressor = new Decompressor("deflate")) {
            for (int from = 0; from < body.length; from += pieceBytes) {
                byte[] piece = Arrays.copyOfRange(body, from, Math.min(body.length, from + pieceBytes));
                decompressor.decode(piece, false).forEach(decoded::writeBytes);
            }
            decompressor.decode(new byte[0], true).forEach(decoded::writeBytes);
        }
        return decoded.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_000})
    void textAfterEmptyBlocksIsDecoded(int pieceBytes) {
        assertThat(decoded(body(200), pieceBytes)).asString(UTF_8).isEqualTo("[]");
    }

    /** Such a body comes from nobody in good faith. What counts is that each split gives the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_000})
    void moreEmptyBlocksThanAreTriedArePassedOn(int pieceBytes) {
        byte[] body = body(300);
        assertThat(decoded(body, pieceBytes)).isEqualTo(body);
    }
}
