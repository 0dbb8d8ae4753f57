package io.github.sailpat.reactive.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lines of prose end by the column that {@code .editorconfig} names, in pages and in the comments of main code. */
class ProseWidthTest {
    private static final int WIDTH = 120;
    /** The targets of links may be longer. */
    private static final Pattern TARGET = Pattern.compile("(?<=]\\()[^)]*(?=\\))|https?://\\S+");

    private static final Pattern ROW = Pattern.compile("\\*\\s*<tr>");
    private static final Pattern MAIN = Pattern.compile("[\\\\/]src[\\\\/]main[\\\\/]");

    @Test
    void linesOfPagesEndByColumn120() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path page : Pages.all()) {
            tooLong.addAll(tooLong(page, proseOfPage(Files.readAllLines(page))));
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void linesOfCommentsEndByColumn120() throws IOException {
        List<String> tooLong = new ArrayList<>();
        List<Path> sources = Stream.concat(Pages.files(".java").stream(), Pages.files(".kt").stream())
                .filter(path -> MAIN.matcher(path.toString()).find())
                .toList();
        for (Path source : sources) {
            tooLong.addAll(tooLong(source, proseOfSource(Files.readAllLines(source))));
        }
        assertThat(sources).hasSizeGreaterThan(200);
        assertThat(tooLong).isEmpty();
    }

    @Test
    void tablesAndCodeOfAPageAreNotProse() {
        String wide = "word ".repeat(30);

        assertThat(tooLong(Path.of("p"), proseOfPage(List.of("```", wide, "```", "|" + wide, wide, "a"))))
                .containsExactly("p:5");
        assertThat(tooLong(Path.of("p"), proseOfPage(List.of("[a](" + "x".repeat(150) + ")"))))
                .isEmpty();
    }

    @Test
    void rowsOfAJavadocTableAreNotProse() {
        String wide = "word ".repeat(30);

        assertThat(tooLong(Path.of("s"), proseOfSource(List.of(" * " + wide, " * <tr>" + wide, "// " + wide, wide))))
                .containsExactly("s:1", "s:3");
    }

    /** The lines, with an empty one in place of each that is not prose. */
    private static List<String> proseOfPage(List<String> lines) {
        List<String> prose = new ArrayList<>();
        boolean code = false;
        for (String line : lines) {
            boolean fence = line.strip().startsWith("```");
            code ^= fence;
            prose.add(code || fence || line.strip().startsWith("|") ? "" : line);
        }
        return prose;
    }

    private static List<String> proseOfSource(List<String> lines) {
        return lines.stream()
                .map(line -> {
                    String text = line.strip();
                    boolean comment = text.startsWith("*") || text.startsWith("/*") || text.startsWith("//");
                    return comment && !ROW.matcher(text).lookingAt() ? line : "";
                })
                .toList();
    }

    private static List<String> tooLong(Path file, List<String> prose) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < prose.size(); i++) {
            String line = TARGET.matcher(prose.get(i)).replaceAll("");
            if (line.codePointCount(0, line.length()) > WIDTH) {
                places.add(file + ":" + (i + 1));
            }
        }
        return places;
    }
}
