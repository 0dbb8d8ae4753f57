package io.github.sailpat.jsonpatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The patch between any two documents leads from the one to the other. */
class JsonPatchBetweenFuzz {
    static Stream<Arguments> seeds() {
        return Stream.of(
                arguments("{\"a\":[1,2,3],\"b\":null}", "{\"a\":[2,3,4.0],\"c\":{}}"),
                arguments("[[1],[1],{\"~/\":\"x\"}]", "[{\"~/\":\"x\"},[1,[]],-0]"),
                arguments("\"\\ud83d\\ude00\"", "1e5"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void leadsFromTheOneToTheOther(@NotNull String before, @NotNull String after) {
        JsonPatch patch;
        try {
            patch = JsonPatch.betweenJson(before, after);
        } catch (JsonPatchException e) {
            assertThat(e.getReason()).isNotNull();
            return;
        }
        Object reached = JsonPatch.parse(patch.toJson()).applyTo(JsonText.read(before));
        assertThat(JsonEquality.equal(reached, JsonText.read(after))).isTrue();
    }
}
