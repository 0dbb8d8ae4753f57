package io.github.sailpat.reactive.internal.jsonarray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonArrayLimitsTest {
    @Test
    void smallestLimitsAllowAnEmptyObject() {
        assertThat(new JsonArrayLimits(2, 1, 1, 1).maxElementBytes()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,0,1,1", "2,1,0,1", "2,1,1,0"})
    void limitsThatAllowNoElementAreRejected(int bytes, int depth, int number, int name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonArrayLimits(bytes, depth, number, name));
    }
}
