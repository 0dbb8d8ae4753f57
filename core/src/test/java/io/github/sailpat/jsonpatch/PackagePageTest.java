package io.github.sailpat.jsonpatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PackagePageTest {
    private static final String PACKAGE = "java/io/github/sailpat/jsonpatch/";

    @Test
    void theExampleDoesWhatItSays() {
        String before = "{\"name\":\"deploy\",\"scope\":[],\"expirationDate\":\"2027-01-01T00:00:00Z\"}";
        // spotless:off
        JsonPatch patch = JsonPatch.create(b -> b
                .test("/name", "deploy")                // fails the whole patch unless the name is this one
                .replace("/name", "deploy-2")
                .add("/scope/-", "sp:scopes:default")
                .replace("/expirationDate", null));     // JSON's null, sent as such

        String text = patch.toJson();                   // to send as application/json-patch+json
        JsonPatch same = JsonPatch.parse(text);         // and back, strictly
        String after = patch.applyToJson(before);       // a new document, or a JsonPatchException and no change
        JsonPatch diff = JsonPatch.betweenJson(before, after); // a small patch from one to the other
        boolean again = diff.isIdempotent();            // may it be sent again if the response was lost?

        Map<String, Object> tree = Map.of("scope", List.of("a", "b"));
        Object changed = JsonPatch.create(b -> b.remove("/scope/0")).applyTo(tree); // trees of plain Java work as well
        // spotless:on

        assertThat(same).isEqualTo(patch);
        assertThat(after)
                .isEqualTo("{\"name\":\"deploy-2\",\"scope\":[\"sp:scopes:default\"],\"expirationDate\":null}");
        assertThat(diff.applyToJson(before)).isEqualTo(after);
        assertThat(again).isEqualTo(diff.isIdempotent());
        assertThat(changed).isEqualTo(Map.of("scope", List.of("b")));
    }

    @Test
    void theExampleOnThePackagesPageIsTheOneAbove() throws IOException {
        String page = Files.readString(Path.of("src/main/" + PACKAGE + "package-info.java"));
        String example = page.substring(page.indexOf("{@code\n") + 7, page.indexOf("}</pre>"));

        assertThat(lines(Files.readString(Path.of("src/test/" + PACKAGE + "PackagePageTest.java"))))
                .contains(lines(example.replaceAll("(?m)^ \\*", "")));
    }

    private static String lines(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
