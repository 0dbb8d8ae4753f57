package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileReaderTest {
    @Test
    void aByteOrderMarkIsPassedOverAndTheFirstOfSeveralMembersCounts(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("config.json"),
                "\uFEFF{\"ClientId\":\"first\",\"ClientId\":\"second\",\"BaseURL\":null,\"Other\":{\"ClientId\":7}}");

        assertThat(ConfigFileReader.read(file)).isEqualTo(Map.of("ClientId", "first"));
    }
}
