package io.github.sailpat.reactive.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the dependencies has the versions of the build: the lowest, which the profile has, and the highest. */
class DependencyVersionsTest {
    @ParameterizedTest
    @CsvSource({
        "netty.version, io.netty:netty-*",
        "jackson.version, com.fasterxml.jackson.core:jackson-*",
        "immutables.version, org.immutables:value-annotations",
        "jspecify.version, org.jspecify:jspecify",
        "reactive-streams.version, org.reactivestreams:reactive-streams",
        "slf4j.version, org.slf4j:slf4j-api",
        "micrometer.version, io.micrometer:micrometer-*",
        "lettuce.version, io.lettuce:lettuce-core",
        "kotlin-stdlib.version, org.jetbrains.kotlin:kotlin-stdlib",
        "coroutines.version, org.jetbrains.kotlinx:kotlinx-coroutines-*",
        "junit.version, org.junit.jupiter:junit-jupiter-api",
        "blockhound.version, io.projectreactor.tools:blockhound"
    })
    void rowHasTheLowestAndTheHighest(String property, String coordinates) throws IOException {
        String pom = Files.readString(Pages.ROOT.resolve("pom.xml"));
        String highest = value(pom, property, "");
        String lowest = value(pom.substring(pom.indexOf("<id>lowest</id>")), property, highest);

        assertThat(Files.readString(Pages.ROOT.resolve(".github/DEPENDENCIES.md")))
                .containsPattern("(?m)^\\| `" + Pattern.quote(coordinates) + "` \\| [^|]+ \\| " + Pattern.quote(lowest)
                        + " \\| " + Pattern.quote(highest) + " \\|");
    }

    private static String value(String pom, String property, String otherwise) {
        Matcher element = Pattern.compile("<" + property + ">([^<]+)<").matcher(pom);
        String value = element.find() ? element.group(1) : otherwise;
        return value.startsWith("${") ? value(pom, value.substring(2, value.length() - 1), otherwise) : value;
    }
}
