package io.github.sailpat.reactive.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.jsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.Disposable;

/** Every page: its blocks of code are compiled by the build, and its links lead somewhere. */
class PagesTest {
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVADOC_BLOCK =
            Pattern.compile("<pre>\\{@code\n(.*?)\n\\s*\\* }</pre>", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);
    private static final Pattern OWN_VERSION = Pattern.compile(
            "(<groupId>io.github.sailpat</groupId>\n<artifactId>[^<]*</artifactId>\n)<version>[^<]*</version>\n");
    private static final Pattern COMMAND = Pattern.compile("(mvn -B -ntp|java -jar examples/\\S+|curl -sS)( .*)?");

    @Test
    void findsThePagesAndTheirCode() throws IOException {
        int blocks = 0;
        for (Path page : Pages.all()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                blocks++;
            }
        }
        assertThat(Pages.all()).hasSizeGreaterThan(30);
        assertThat(blocks).isGreaterThan(30);
    }

    @TestFactory
    List<DynamicTest> everyBlockOfCodeIsCompiled() throws IOException {
        String java = javaSources();
        String kotlin = sources("examples/kotlin/src/main/kotlin/io/github/sailpat/cookbook")
                + sources("reactive/kotlin/src/test/kotlin/io/github/sailpat/kotlin/docs")
                + sources("examples/consumers/kotlin/src/main/kotlin");
        StringBuilder poms = new StringBuilder();
        for (String project :
                List.of("modular", "consumers/kotlin", "consumers/spring-boot-4", "consumers/boot-4-starter")) {
            poms.append(lines(Files.readString(Pages.ROOT.resolve("examples/" + project + "/pom.xml"))));
        }
        String pom = unversioned(poms.toString());
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : Pages.all()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                String language = block.group(1);
                String code = block.group(2);
                tests.add(DynamicTest.dynamicTest(page + ": " + code.lines().findFirst(), () -> {
                    switch (language) {
                        case "java" -> assertThat(java).contains(lines(code));
                        case "kotlin" -> assertThat(kotlin).contains(lines(code));
                        case "xml" ->
                            assertThat(dependencies(code)).isNotEmpty().allMatch(pom::contains);
                        case "bash" -> assertThat(code.lines()).allMatch(COMMAND.asMatchPredicate());
                        case "json" ->
                            assertThat(JsonPatch.betweenJson(code, code).isEmpty())
                                    .isTrue();
                        default -> throw new AssertionError("nothing checks a block of \"" + language + '"');
                    }
                }));
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> everyBlockOfCodeOfTheJavadocIsCompiled() throws IOException {
        String java = javaSources();
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : Pages.files(".java")) {
            if (file.toString().replace('\\', '/').matches("\\.\\./(core|reactive)/.*src/main/.*")) {
                Matcher block = JAVADOC_BLOCK.matcher(Files.readString(file));
                while (block.find()) {
                    String code = block.group(1).replaceAll("(?m)^ *\\*", "");
                    tests.add(DynamicTest.dynamicTest(
                            file + ": " + code.lines().findFirst(),
                            () -> assertThat(java).contains(lines(code))));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(15);
        return tests;
    }

    @TestFactory
    List<DynamicTest> everyLinkLeadsToAFile() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : Pages.all()) {
            tests.add(DynamicTest.dynamicTest(page.toString(), () -> {
                List<String> links = LINK.matcher(Files.readString(page))
                        .results()
                        .map(link -> link.group(1))
                        .toList();
                assertThat(links)
                        .allSatisfy(
                                link -> assertThat(page.resolveSibling(link)).exists());
            }));
        }
        return tests;
    }

    @Test
    void theReadmeHasAtMost130Lines() throws IOException {
        assertThat(Files.readAllLines(Pages.ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(130);
    }

    @Test
    void theTenLinesOfTheReadmeRun() {
        List<Object> made = ReadmeSnippets.tenLines("id", "secret");

        assertThat(made).hasSize(3);
        ((Disposable) made.get(0)).dispose();
    }

    private static String javaSources() throws IOException {
        return sources("reactive/src/test/java/io/github/sailpat/reactive/docs")
                + sources("core/src/test/java/io/github/sailpat/jsonpatch")
                + sources("examples/spring-webflux/src/main/java/io/github/sailpat/webflux")
                + sources("reactive/redis/src/test/java/io/github/sailpat/redis/docs")
                + sources("reactive/sandbox/junit-jupiter/src/test/java/io/github/sailpat/sandbox/junit")
                + sources("examples/consumers/boot-starter/src/main/java/consumer");
    }

    private static List<String> dependencies(String xml) {
        return DEPENDENCY
                .matcher(unversioned(lines(xml)))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** After a release the pages name it, and the build has the next version. */
    private static String unversioned(String xml) {
        return OWN_VERSION.matcher(xml).replaceAll("$1");
    }

    private static String sources(String directory) throws IOException {
        StringBuilder sources = new StringBuilder();
        for (Path file : Pages.files("")) {
            if (Pages.ROOT.resolve(directory).equals(file.getParent())) {
                sources.append(lines(Files.readString(file))).append('\n');
            }
        }
        return sources.toString();
    }

    private static String lines(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
