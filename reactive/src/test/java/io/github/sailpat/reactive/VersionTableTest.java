package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.ApiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of API versions has each of them, in order. */
class VersionTableTest {
    private static final Pattern LABEL = Pattern.compile("`([^`]+)`");

    @Test
    void everyVersionStandsInTheTableOfVersions() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));
        int head = lines.indexOf(
                "| Version | A token without an expiration date | Fields that can be patched | Supported |");
        Stream<String> firstColumn = lines.stream()
                .skip(head + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1]);

        assertThat(firstColumn.flatMap(cell -> LABEL.matcher(cell).results().map(label -> label.group(1))))
                .containsExactlyElementsOf(
                        Stream.of(ApiVersion.values()).map(ApiVersion::getLabel).toList());
    }
}
