package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyBlockOfCodeStandsInAFileThatIsCompiled() throws IOException {
        String java = lines(ROOT.resolve("reactive/src/test/java/io/github/sailpat/reactive/ReadmeSnippets.java"));
        String kotlin = lines(ROOT.resolve("examples/kotlin/src/main/kotlin/io/github/sailpat/kotlin/Readme.kt"));
        String pom = lines(ROOT.resolve("examples/modular/pom.xml"));
        Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
        int seen = 0;
        while (block.find()) {
            String code = lines(block.group(2));
            switch (block.group(1)) {
                case "java" -> assertThat(java).contains(code);
                case "kotlin" -> assertThat(kotlin).contains(code);
                case "xml" -> assertThat(pom).contains(code);
                case "bash" -> assertThat(code).startsWith("mvn -B -ntp");
                default -> throw new AssertionError("a block of " + block.group(1) + " that nothing checks");
            }
            seen++;
        }
        assertThat(seen).isGreaterThanOrEqualTo(4);
    }

    @Test
    void theTenLinesRun() {
        List<Object> made = ReadmeSnippets.tenLines("id", "secret");

        assertThat(made).hasSize(3);
        ((Disposable) made.get(0)).dispose();
    }

    private static String lines(Path file) throws IOException {
        return lines(Files.readString(file));
    }

    private static String lines(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
