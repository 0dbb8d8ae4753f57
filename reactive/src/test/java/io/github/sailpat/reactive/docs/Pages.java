package io.github.sailpat.reactive.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files of this repository, as the checks of its pages read them. */
final class Pages {
    static final Path ROOT = Path.of("..");

    private static final List<String> TOP =
            List.of("README.md", "CHANGELOG.md", ".github", "core", "reactive", "examples");

    private Pages() {}

    /** Every Markdown page. */
    static List<Path> all() throws IOException {
        return files(".md");
    }

    /** Every file whose name ends so, but for what the build writes. */
    static List<Path> files(String suffix) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String top : TOP) {
            try (Stream<Path> below = Files.walk(ROOT.resolve(top))) {
                below.filter(path -> path.toString().endsWith(suffix) && Files.isRegularFile(path) && !isBuilt(path))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isBuilt(Path path) {
        return StreamSupport.stream(path.spliterator(), false)
                .anyMatch(name -> name.toString().equals("target"));
    }
}
