package io.github.sailpat.jsonpatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is a pointer that can be taken apart and put together again, or is refused. */
class JsonPointerFuzz {
    static Stream<byte[]> seeds() {
        return Stream.of("", "/", "/a~1b/m~0n/-/0", "/a/~", "a", "/\ud83d\ude00//x~01")
                .map(text -> text.getBytes(StandardCharsets.UTF_16BE));
    }

    /** UTF-16, so that halves of surrogate pairs come about. */
    @MethodSource("seeds")
    @FuzzTest
    void isReadAndWrittenAlikeOrRefused(byte[] utf16) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < utf16.length; i += 2) {
            text.append((char) ((utf16[i] & 0xff) << 8 | (utf16[i + 1] & 0xff)));
        }
        JsonPointer pointer;
        try {
            pointer = JsonPointer.parse(text.toString());
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage().length()).isLessThan(500);
            return;
        }
        assertThat(pointer).hasToString(text.toString());
        assertThat(JsonPointer.ofSegments(pointer.getSegments())).isEqualTo(pointer);
        JsonPointer parent = pointer.getParent();
        String last = pointer.getLastSegment();
        assertThat(parent == null || last == null ? JsonPointer.root() : parent.append(last))
                .isEqualTo(pointer);
        assertThat(parent == null || pointer.startsWith(parent)).isTrue();
    }
}
