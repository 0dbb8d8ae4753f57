package io.github.sailpat.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page that says why each dependency is there: a row of a table begins with the coordinates, where a star stands for
 * the rest of a name, and has the versions.
 *
 * @param rows the rows by their pattern
 */
record DependencyPage(List<Row> rows) {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.-]+:[a-z0-9.*-]+)` (\\|.*)");

    private record Row(Pattern coordinates, String text) {
        boolean matches(PublishedPom.Dependency dependency) {
            return coordinates.matcher(dependency.coordinates()).matches()
                    && text.contains("| " + dependency.version() + " |");
        }
    }

    static DependencyPage read(Path page) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(
                        new Row(Pattern.compile(row.group(1).replace(".", "\\.").replace("*", ".*")), row.group(2)));
            }
        }
        return new DependencyPage(rows);
    }

    /** What the page lacks of the dependencies of a POM. */
    List<String> faults(PublishedPom pom) {
        List<String> faults = new ArrayList<>();
        for (PublishedPom.Dependency dependency : pom.dependencies()) {
            if (!dependency.isOwn() && rows.stream().noneMatch(row -> row.matches(dependency))) {
                faults.add("the page of the dependencies has no row for " + dependency);
            }
        }
        return faults;
    }
}
