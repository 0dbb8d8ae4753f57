package io.github.sailpat.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A CycloneDX SBOM.
 *
 * @param document its JSON
 */
record BillOfMaterials(JsonNode document) {
    private static final Set<String> ACCEPTED =
            Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "CC0-1.0", "EPL-1.0", "EPL-2.0");

    static BillOfMaterials read(Path file) throws IOException {
        return new BillOfMaterials(new ObjectMapper().readTree(file.toFile()));
    }

    /**
     * What is wrong with it as that of an artifact: another subject, a dependency that is no component, and a component
     * without a licence that is accepted.
     */
    List<String> faults(PublishedPom pom) {
        List<String> faults = new ArrayList<>();
        if (!document.path("bomFormat").asText().equals("CycloneDX")) {
            faults.add("it is not of CycloneDX");
        }
        String subject = coordinates(document.at("/metadata/component"));
        if (!subject.equals(pom.coordinates())) {
            faults.add("it is of " + subject + ", not of " + pom.coordinates());
        }
        Set<String> components = new HashSet<>();
        for (JsonNode component : document.path("components")) {
            components.add(coordinates(component));
            boolean isAccepted = StreamSupport.stream(component.path("licenses").spliterator(), false)
                    .anyMatch(each -> ACCEPTED.contains(each.at("/license/id").asText()));
            if (!isAccepted) {
                faults.add("the licence of " + component.path("group").asText() + ':'
                        + component.path("name").asText() + " is not accepted: " + component.path("licenses"));
            }
        }
        for (PublishedPom.Dependency dependency : pom.dependencies()) {
            if (!components.contains(dependency.toString())) {
                faults.add("it does not name " + dependency);
            }
        }
        return faults;
    }

    private static String coordinates(JsonNode component) {
        return component.path("group").asText()
                + ':'
                + component.path("name").asText()
                + ' '
                + component.path("version").asText();
    }
}
