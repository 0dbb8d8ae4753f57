package io.github.sailpat.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any cells come back from a reader of RFC 4180, and none of them is a formula. */
class CsvLinesFuzz {
    static Stream<Arguments> seeds() {
        return Stream.of(
                Arguments.of("a,\"b\"", "=1+1"), Arguments.of("\u0000-x", "\r\n"), Arguments.of("\uff1d'a'", ""));
    }

    @MethodSource("seeds")
    @FuzzTest
    void comeBackFromAReader(@NotNull String first, @NotNull String second) {
        assertThat(read(new CsvLines(true).line(List.of(first, second)))).containsExactly(first, second);
        for (String cell : read(new CsvLines(false).line(List.of(first, second)))) {
            assertThat(cell).doesNotMatch("(?s)[=+\\-@＝＋－＠\\p{Cc}].*");
        }
    }

    private static List<String> read(String line) {
        assertThat(line).endsWith("\r\n");
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length() - 2; i++) {
            char c = line.charAt(i);
            boolean isPair = quoted && c == '"' && line.charAt(i + 1) == '"';
            if (c == '"' && !isPair) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                assertThat(quoted || (c != '\r' && c != '\n')).isTrue();
                cell.append(c);
                i += isPair ? 1 : 0;
            }
        }
        assertThat(quoted).isFalse();
        cells.add(cell.toString());
        return cells;
    }
}
