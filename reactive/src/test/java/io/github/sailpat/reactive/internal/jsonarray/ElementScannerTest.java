package io.github.sailpat.reactive.internal.jsonarray;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementScannerTest {
    private static final int BEFORE = 3;
    private static final int BEHIND = 16;

    /** The scanned buffers are reused, and contain older bytes after the new ones. */
    @ParameterizedTest
    @ValueSource(chars = {'"', '\\', '{', '}', '[', ']', ',', 'x'})
    void bytesAfterTheGivenRangeAreNotScanned(char old) {
        byte[] array = "[{\"a\":\"eight..8sixteen16\\\"}{\\\\\"},{\"b\":[{\"c\\\\\":\"]}\"},\"12345678\"]} , {} ] "
                .getBytes(StandardCharsets.US_ASCII);
        for (int split = 0; split <= array.length; split++) {
            ElementScanner exact = new ElementScanner(JsonArrayLimits.DEFAULT, true);
            ElementScanner amongOld = new ElementScanner(JsonArrayLimits.DEFAULT, true);
            for (int[] piece : new int[][] {{0, split}, {split, array.length}}) {
                byte[] bytes = Arrays.copyOfRange(array, piece[0], piece[1]);
                byte[] padded = new byte[BEFORE + bytes.length + BEHIND];
                Arrays.fill(padded, (byte) old);
                System.arraycopy(bytes, 0, padded, BEFORE, bytes.length);

                int framed = exact.scan(bytes, 0, bytes.length);
                int framedAmongOld = amongOld.scan(padded, BEFORE, BEFORE + bytes.length);

                assertThat(framedAmongOld).as("split at " + split).isEqualTo(framed < 0 ? framed : framed + BEFORE);
                assertThat(amongOld.failure()).isEqualTo(exact.failure()).isNull();
                assertThat(amongOld.isAfterArray()).isEqualTo(exact.isAfterArray());
            }
            assertThat(amongOld.isAfterArray()).isTrue();
        }
    }
}
