package io.github.sailpat.jsonpatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any patch is read and applied to any document, or refused with the one exception, and reads again as it is written. */
class JsonPatchFuzz {
    static Stream<Arguments> seeds() {
        return Stream.of(
                arguments(
                        "[{\"op\":\"add\",\"path\":\"/a/-\",\"value\":1.50},{\"op\":\"remove\",\"path\":\"/a/0\"},"
                                + "{\"op\":\"test\",\"path\":\"/a/0\",\"value\":1.5}]",
                        "{\"a\":[true]}"),
                arguments(
                        "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b~1\"},{\"op\":\"copy\",\"from\":\"\",\"path\":\"/c\"},"
                                + "{\"op\":\"replace\",\"path\":\"\",\"value\":null}]",
                        "{\"a\":{\"\":\"\\u00e9\"}}"),
                arguments("{}", "1e400"));
    }

    @DictionaryEntries({
        "{\"op\":\"",
        "\",\"path\":\"",
        "\",\"from\":\"",
        "\",\"value\":",
        "add",
        "test",
        "/a",
        "/0",
        "/-"
    })
    @MethodSource("seeds")
    @FuzzTest
    void isAppliedOrRefused(@NotNull String json, @NotNull String document) {
        try {
            JsonPatch patch = JsonPatch.parse(json);
            assertThat(JsonPatch.parse(patch.toJson())).isEqualTo(patch);
            String once = patch.applyToJson(document);
            assertThat(JsonText.write(JsonText.read(once))).isEqualTo(once);
            assertThat(patch.applyToJson(document)).isEqualTo(once);
        } catch (JsonPatchException e) {
            assertThat(e.getReason()).isNotNull();
        }
    }
}
