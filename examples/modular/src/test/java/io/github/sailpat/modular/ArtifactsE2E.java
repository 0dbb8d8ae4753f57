package io.github.sailpat.modular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The files that a release consists of. */
@EnabledIfSystemProperty(named = "sailpat.version", matches = ".+", disabledReason = "nothing is packaged yet")
class ArtifactsE2E {
    private static final String HOME = "https://github.com/sailpat/sailpat";
    private static final Path BOM = Path.of("../../core/bom/target/flattened-pom.xml");

    @ParameterizedTest
    @ValueSource(strings = {"core", "reactive", "reactive/redis", "reactive/kotlin"})
    void theJarIsAModuleThatBringsItsPom(String module) throws IOException {
        assertThat(Artifacts.entries(Artifacts.jar(module, "")))
                .contains(
                        "module-info.class",
                        "META-INF/maven/io.github.sailpat/sailpat-" + Artifacts.name(module) + "/pom.xml");
    }

    /** They stand on automatic modules without a name of their own, or on JUnit's and Spring's class path. */
    @ParameterizedTest
    @CsvSource({
        "reactive/sandbox,               io.github.sailpat.sandbox",
        "reactive/sandbox/junit-jupiter, io.github.sailpat.sandbox.junit",
        "reactive/spring-boot-starter,   io.github.sailpat.spring.boot"
    })
    void theJarIsAnAutomaticModuleWithAName(String module, String name) throws IOException {
        assertThat(Artifacts.text(Artifacts.jar(module, ""), "META-INF/MANIFEST.MF"))
                .contains("Automatic-Module-Name: " + name);
        assumeFalse(Boolean.getBoolean("maven.javadoc.skip"));
        assertThat(Artifacts.entries(Artifacts.jar(module, "-javadoc"))).contains("index.html");
        assertThat(Artifacts.entries(Artifacts.jar(module, "-sources")))
                .contains(name.replace('.', '/') + "/package-info.java");
    }

    @Test
    void theSourcesOfKotlinAndItsPageComeWithIt() throws IOException {
        assertThat(Artifacts.entries(Artifacts.jar("reactive/kotlin", "-sources")))
                .contains("module-info.java", "io/github/sailpat/kotlin/Clients.kt");
        assertThat(Artifacts.text(Artifacts.jar("reactive/kotlin", "-javadoc"), "README.md"))
                .contains("# Kotlin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "reactive", "reactive/redis"})
    void sourcesAndJavadocComeWithIt(String module) throws IOException {
        assumeFalse(Boolean.getBoolean("maven.javadoc.skip"));
        assertThat(Artifacts.entries(Artifacts.jar(module, "-sources"))).contains("module-info.java");
        assertThat(Artifacts.entries(Artifacts.jar(module, "-javadoc")))
                .contains("index.html", "io.github.sailpat." + Artifacts.name(module) + "/module-summary.html");
    }

    @Test
    void thePomsNeedNoParentAndNoProperty() throws Exception {
        assumeTrue(Files.exists(BOM), "the BOM was not built");
        for (String pom : List.of(
                pom("core"), pom("reactive"), pom("reactive/redis"), pom("reactive/kotlin"), Files.readString(BOM))) {
            assertThat(pom).doesNotContain("${", "<parent>", "<repositories>", "<scope>test", "<profile>");
            assertThat(all(pom, "/project/groupId")).containsExactly("io.github.sailpat");
            assertThat(all(pom, "/project/version")).containsExactly(Artifacts.VERSION);
            assertThat(all(pom, "/project/licenses/license/name")).containsExactly("Apache-2.0");
            assertThat(all(pom, "/project/url | /project/scm/url")).containsExactly(HOME, HOME);
            assertThat(all(pom, "/project/name | /project/description | /project/developers/developer/name"))
                    .hasSize(3);
        }
    }

    @Test
    void thePomsNameWhatTheJarsNeedAndNoMore() throws Exception {
        assertThat(dependencies(pom("core")))
                .containsExactly(
                        "jspecify compile",
                        "value-annotations compile",
                        "jackson-annotations compile",
                        "jackson-core compile",
                        "jackson-databind compile");
        assertThat(dependencies(pom("reactive")))
                .containsExactly(
                        "sailpat-core compile",
                        "jspecify compile",
                        "jackson-core compile",
                        "reactive-streams compile",
                        "reactor-core compile",
                        "reactor-netty-core compile",
                        "reactor-netty-http compile",
                        "netty-buffer compile",
                        "netty-codec compile",
                        "netty-codec-http compile",
                        "netty-codec-http2 compile",
                        "netty-common compile",
                        "netty-handler compile",
                        "netty-handler-proxy compile",
                        "netty-resolver compile",
                        "netty-transport compile",
                        "slf4j-api compile",
                        "value-annotations compile",
                        "micrometer-commons compile",
                        "micrometer-core compile",
                        "micrometer-observation compile");
        assertThat(all(pom("reactive"), "/project/dependencies/dependency[optional='true']/artifactId"))
                .containsExactly("micrometer-commons", "micrometer-core", "micrometer-observation");
        assertThat(dependencies(pom("reactive/redis")))
                .containsExactly(
                        "sailpat-reactive compile",
                        "sailpat-core compile",
                        "lettuce-core compile",
                        "netty-common compile",
                        "reactor-core compile",
                        "reactive-streams compile",
                        "jspecify compile",
                        "slf4j-api compile",
                        "micrometer-core compile");
        assertThat(all(pom("reactive/redis"), "/project/dependencies/dependency[optional='true']/artifactId"))
                .containsExactly("micrometer-core");
        assertThat(dependencies(pom("reactive/kotlin")))
                .containsExactly(
                        "sailpat-core compile",
                        "sailpat-reactive compile",
                        "reactor-core compile",
                        "reactive-streams compile",
                        "kotlin-stdlib compile",
                        "kotlinx-coroutines-core-jvm compile",
                        "kotlinx-coroutines-reactive compile",
                        "kotlinx-coroutines-reactor compile");
    }

    @Test
    void theBomHasTheLibrariesInThisVersionAndNothingElse() throws Exception {
        assumeTrue(Files.exists(BOM), "the BOM was not built");
        String managed = "/project/dependencyManagement/dependencies/dependency/";
        String bom = Files.readString(BOM);
        assertThat(all(bom, managed + "artifactId"))
                .containsExactly(
                        "sailpat-core",
                        "sailpat-reactive",
                        "sailpat-redis",
                        "sailpat-kotlin",
                        "sailpat-sandbox",
                        "sailpat-sandbox-junit-jupiter",
                        "sailpat-spring-boot-starter");
        assertThat(all(bom, managed + "version")).hasSize(7).containsOnly(Artifacts.VERSION);
        assertThat(all(bom, "/project/dependencies | /project/properties | /project/build"))
                .isEmpty();
    }

    private static String pom(String module) throws IOException {
        return Artifacts.text(
                Artifacts.jar(module, ""),
                "META-INF/maven/io.github.sailpat/sailpat-" + Artifacts.name(module) + "/pom.xml");
    }

    private static List<String> dependencies(String pom) throws Exception {
        String dependency = "/project/dependencies/dependency/";
        List<String> names = all(pom, dependency + "artifactId");
        List<String> scopes = all(pom, dependency + "scope");
        assertThat(all(pom, dependency + "version")).hasSameSizeAs(names);
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + ' ' + scopes.get(i))
                .toList();
    }

    private static List<String> all(String pom, String path) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(pom.getBytes(StandardCharsets.UTF_8)));
        NodeList nodes =
                (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent().strip())
                .toList();
    }
}
