package io.github.sailpat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileFileTest {
    @TempDir
    Path directory = Path.of("");

    private ProfileFile file(String text) throws Exception {
        return ProfileFile.read(Files.writeString(directory.resolve("config.yaml"), text));
    }

    @Test
    void environmentsAreProfilesInAnyCase() throws Exception {
        ProfileFile file = file("""
            activeenvironment: acme
            authtype: pat
            debug: false
            environments:
                Acme:
                    tenanturl: https://acme.identitynow.com
                    BaseURL: https://acme.api.identitynow.com
                old:
                    baseurl: https://old.api.identitynow.com
                    pat:
                        clientid: "0123"
                        clientsecret: made-up
            """);

        assertThat(file.get("ACME")).isEqualTo(new Profile("acme", "https://acme.api.identitynow.com", null, null));
        assertThat(file.get("old").clientId()).isEqualTo("0123");
        assertThat(file.get("old").clientSecret()).isEqualTo("made-up");
        assertThat(file.get("old").toString()).doesNotContain("made-up");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.get("new"))
                .withMessageEndingWith("it has Acme, old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "environments:", "environments: none", "environments: {acme: }"})
    void aFileWithoutTheProfileSaysSo(String text) throws Exception {
        ProfileFile file = file(text);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.get("acme"))
                .withMessageContaining("no profile acme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{secret: canary", "a: b: canary", "\\tcanary", "- !!java.net.URL [canary]"})
    void noMessageContainsWhatIsInTheFile(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file(text.replace("\\t", "\t")).get("canary-free"))
                .withMessageNotContaining("canary ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "!a "})
    void aFileThatIsNestedWithoutEndIsRefused(String opening) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file(opening.repeat(100_000)).get("acme"))
                .withMessageContaining("config.yaml");
    }

    @Test
    void aTagThatTheParserFailsOnIsNoYaml() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file("!%E").get("acme"))
                .withMessageContaining("config.yaml is not YAML");
    }

    @Test
    void aFileThatIsAbsentOrTooLongIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProfileFile.read(directory.resolve("absent.yaml")))
                .withMessageContaining("sail environment create");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file("a".repeat((1 << 20) + 1)))
                .withMessageContaining("longer than a megabyte");
    }
}
