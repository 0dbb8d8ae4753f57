package io.github.sailpat.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    private static final String POM = """
            <project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId>
            <version>1</version><name>n</name><description>d</description><url>u</url>
            <licenses><license><name>n</name><url>u</url></license></licenses>
            <developers><developer><name>n</name><roles><role>r</role></roles></developer></developers>
            <scm><connection>c</connection><developerConnection>d</developerConnection><url>u</url></scm>
            <dependencies><dependency><groupId>other</groupId><artifactId>a-b</artifactId><version>2</version></dependency></dependencies></project>
            """;

    private static final String BOM = """
            {"bomFormat":"CycloneDX","metadata":{"component":{"group":"g","name":"a","version":"1"}},"components":[
            {"group":"other","name":"a-b","version":"2","licenses":[{"license":{"id":"MIT"}}]}%s]}""";

    @TempDir
    private Path directory = Path.of("");

    private Path version() {
        return directory.resolve("staging/g/a/1");
    }

    private void stage(String pom) throws Exception {
        stage(pom, BOM.formatted(""));
    }

    private void stage(String pom, String bom) throws Exception {
        Files.createDirectories(version());
        for (String suffix : new String[] {".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", ".pom"}) {
            Path file = version().resolve("a-1" + suffix);
            Files.writeString(file, suffix.equals(".pom") ? pom : suffix.endsWith(".json") ? bom : suffix);
            for (String[] sum : new String[][] {{"md5", "MD5"}, {"sha1", "SHA-1"}}) {
                byte[] digest = MessageDigest.getInstance(sum[1]).digest(Files.readAllBytes(file));
                Files.writeString(
                        file.resolveSibling(file.getFileName() + "." + sum[0]),
                        HexFormat.of().formatHex(digest));
            }
            sign(file);
        }
    }

    private void sign(Path file) throws Exception {
        Path keys = directory.resolve("k");
        if (Files.notExists(keys)) {
            Files.createDirectory(
                    keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            gpg("--quick-generate-key", "--passphrase", "", "test", "ed25519", "sign", "1d");
        }
        gpg("--armor", "--detach-sign", file.toString());
    }

    private void gpg(String... args) throws Exception {
        String[] command = new String[args.length + 5];
        System.arraycopy(
                new String[] {"gpg", "--homedir", directory.resolve("k").toString(), "--batch", "--quiet"},
                0,
                command,
                0,
                5);
        System.arraycopy(args, 0, command, 5, args.length);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private void bundle() throws IOException {
        Bundle.main(new String[] {
            directory.resolve("staging").toString(),
            directory.resolve("k").toString(),
            Files.writeString(directory.resolve("page.md"), "| `other:a-*` | MIT | 1 | 2 | why |")
                    .toString(),
            directory.resolve("bundle.zip").toString()
        });
    }

    @Test
    void completeArtifactIsPacked() throws Exception {
        stage(POM);

        bundle();

        assertThat(directory.resolve("bundle.zip")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"name", "description", "url", "licenses", "developers", "roles", "scm", "developerConnection"})
    void elementThatIsMissingIsNamed(String element) throws Exception {
        stage(POM.replaceFirst("(?s)<" + element + ">.*?</" + element + ">", ""));

        assertThatThrownBy(this::bundle).hasMessageContaining("a-1.pom: ").hasMessageContaining(" is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "<version>2</version>,<version>2-SNAPSHOT</version>,depends on a snapshot",
        "<version>2</version>,<version>3</version>,has no row for other:a-b 3",
        "a-b,c,has no row for other:c 2",
        "<name>n</name>,<name>${n}</name>,not resolved",
        "</project>,<parent>p</parent></project>,has a parent",
        "</project>,<repositories>r</repositories></project>,names a repository"
    })
    void ruleThatIsBrokenIsNamed(String part, String broken, String rule) throws Exception {
        stage(POM.replace(part, broken));

        assertThatThrownBy(this::bundle).hasMessageContaining(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-sources.jar", "-javadoc.jar", "-cyclonedx.json", ".jar", ".jar.asc", ".pom.sha1", ".jar.md5"})
    void fileThatIsMissingIsNamed(String suffix) throws Exception {
        stage(POM);
        Files.delete(version().resolve("a-1" + suffix));

        assertThatThrownBy(this::bundle).hasMessageContaining("a-1" + suffix + " is missing");
    }

    @Test
    void fileThatWasChangedHasNeitherItsChecksumNorItsSignature() throws Exception {
        stage(POM);
        Files.writeString(version().resolve("a-1.jar"), "another");

        assertThatThrownBy(this::bundle)
                .hasMessageContaining("a-1.jar.sha1 is not the checksum")
                .hasMessageContaining("a-1.jar.asc is not a signature");
    }

    @Test
    void licenceThatIsNotAcceptedIsNamed() throws Exception {
        stage(POM, BOM.formatted("""
                ,{"group":"g","name":"free","licenses":[{"license":{"id":"X"}},{"license":{"id":"MIT"}}]},
                {"group":"g","name":"own","licenses":[{"license":{"id":"X"}}]},{"group":"g","name":"none"}"""));

        assertThatThrownBy(this::bundle)
                .hasMessageContainingAll("the licence of g:own is", "the licence of g:none is")
                .hasMessageNotContaining("free");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"a\", \"b\", it is of g:b 1",
                "\"1\", \"2\", it is of g:a 2",
                "a-b, a-c, it does not name other:a-b 2",
                "\"2\", \"3\", it does not name other:a-b 2",
                "CycloneDX, SPDX, it is not of CycloneDX"
            })
    void billOfMaterialsOfSomethingElseIsNamed(String part, String broken, String rule) throws Exception {
        stage(POM, BOM.formatted("").replace(part, broken));

        assertThatThrownBy(this::bundle).hasMessageContaining("a-1-cyclonedx.json: " + rule);
    }

    @Test
    void artifactOfSailpatThatIsNotStagedIsNamed() throws Exception {
        stage(POM.replace(
                "<dependencies>",
                "<dependencies><dependency><groupId>io.github.sailpat</groupId><artifactId>sailpat-core</artifactId>"
                        + "<version>1</version></dependency>"));

        assertThatThrownBy(this::bundle)
                .hasMessageContainingAll("sailpat-core is not staged", "sailpat-bom is not staged");
    }

    @ParameterizedTest
    @CsvSource({"1, false, false", "1-SNAPSHOT, true, false", "1, false, true", "1-SNAPSHOT, true, true"})
    void whatCannotBePublishedIsSaid(String version, boolean isSnapshot, boolean isStandIn) {
        String summary = Bundle.summary(List.of(Path.of("g/a").resolve(version)), isStandIn);

        assertThat(summary.contains("takes no snapshot")).isEqualTo(isSnapshot);
        assertThat(summary.contains("stands in")).isEqualTo(isStandIn);
    }

    @Test
    void emptyStagingIsAFault() throws Exception {
        Files.createDirectories(directory.resolve("staging"));

        assertThatThrownBy(this::bundle).hasMessageContaining("has no artifact");
    }
}
