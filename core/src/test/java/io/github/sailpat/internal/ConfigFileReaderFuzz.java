package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file gives the three settings, or an error that quotes nothing of it. */
class ConfigFileReaderFuzz {
    private static final Path FILE = Path.of("config.json");

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"BaseURL\":\"https://x\",\"ClientId\":\"i\",\"ClientSecret\":\"s\"}",
                        "{\"baseurl\":\"https://x\",\"BASEURL\":\"y\"}",
                        "\ufeff{\"ClientSecret\":7,\"other\":[{}]}")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesTheSettingsOrAnErrorThatQuotesNothing(byte[] content) {
        try {
            assertThat(ConfigFileReader.read(FILE, Canary.into(content)).keySet())
                    .isSubsetOf("BaseURL", "ClientId", "ClientSecret");
        } catch (IllegalArgumentException e) {
            Canary.assertSilent(e);
        }
    }
}
