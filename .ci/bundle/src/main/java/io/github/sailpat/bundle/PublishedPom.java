package io.github.sailpat.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * A POM as it is published.
 *
 * @param document its XML
 */
record PublishedPom(Document document) {
    private static final List<String> REQUIRED = List.of(
            "groupId",
            "artifactId",
            "version",
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "developers/developer/roles/role",
            "scm/connection",
            "scm/developerConnection",
            "scm/url");

    static PublishedPom read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new PublishedPom(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in));
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(file + " is not XML", e);
        }
    }

    String packaging() {
        String packaging = text("/project/packaging");
        return packaging.isEmpty() ? "jar" : packaging;
    }

    String artifactId() {
        return text("/project/artifactId");
    }

    /** The group, the name and the version. */
    String coordinates() {
        return text("/project/groupId") + ':' + artifactId() + ' ' + text("/project/version");
    }

    boolean isAggregator() {
        return !text("/project/modules").isEmpty();
    }

    /** The rules that it breaks. A POM may be of a snapshot only if all of Sailpat is. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (String element : REQUIRED) {
            if (text("/project/" + element).isBlank()) {
                faults.add(element + " is missing");
            }
        }
        if (!text("/project/parent").isEmpty()) {
            faults.add("it has a parent, which is not published");
        }
        if (text("/project").contains("${")) {
            faults.add("it has a property that is not resolved");
        }
        if (!text("//dependency[contains(version,'SNAPSHOT') and groupId!='io.github.sailpat']")
                .isEmpty()) {
            faults.add("it depends on a snapshot");
        }
        if (!text("/project/version").contains("SNAPSHOT")
                && !text("//dependency[contains(version,'SNAPSHOT')]").isEmpty()) {
            faults.add("it depends on a snapshot of Sailpat");
        }
        if (!text("/project/repositories").isEmpty()
                || !text("/project/pluginRepositories").isEmpty()) {
            faults.add("it names a repository");
        }
        return faults;
    }

    /**
     * A dependency.
     *
     * @param coordinates the group and the name
     * @param version the version
     */
    record Dependency(String coordinates, String version) {
        boolean isOwn() {
            return coordinates.startsWith("io.github.sailpat:");
        }

        @Override
        public String toString() {
            return coordinates + ' ' + version;
        }
    }

    /** The artifacts of Sailpat that it depends on or manages. */
    List<String> ownArtifacts() {
        List<String> artifacts = new ArrayList<>();
        String own = "//dependency[groupId='io.github.sailpat']";
        int count = Integer.parseInt(text("count(" + own + ")"));
        for (int i = 1; i <= count; i++) {
            artifacts.add(text("(" + own + ")[" + i + "]/artifactId"));
        }
        return artifacts;
    }

    /** The dependencies, those of Sailpat too. */
    List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>();
        int count = Integer.parseInt(text("count(/project/dependencies/dependency)"));
        for (int i = 1; i <= count; i++) {
            String path = "/project/dependencies/dependency[" + i + "]/";
            dependencies.add(
                    new Dependency(text(path + "groupId") + ':' + text(path + "artifactId"), text(path + "version")));
        }
        return dependencies;
    }

    private String text(String path) {
        XPath xpath = XPathFactory.newInstance().newXPath();
        try {
            return xpath.evaluate(path, document).strip();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
