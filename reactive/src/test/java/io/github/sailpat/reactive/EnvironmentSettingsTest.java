package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentSettingsTest {
    private static final String URL = "https://acme.api.identitynow.com";

    @TempDir
    Path directory = Path.of("");

    private Path file(String json) throws IOException {
        return Files.writeString(directory.resolve("config.json"), json);
    }

    private static void assertAll(EnvironmentSettings settings) {
        assertThat(settings.getBaseUrl()).isEqualTo(URI.create(URL));
        assertThat(settings.getClientId()).isEqualTo("an-id");
        assertThat(settings.getClientSecret()).isNotNull();
        assertThat(settings.getClientSecret().reveal()).isEqualTo("a-canary");
        assertThat(settings.isComplete()).isTrue();
        assertThat(settings.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\r"})
    void oneTrailingLineBreakIsRemoved(String end) throws IOException {
        assertAll(EnvironmentSettings.ofVariables(Map.of(
                "SAIL_BASE_URL", URL + end, "SAIL_CLIENT_ID", "an-id" + end, "SAIL_CLIENT_SECRET", "a-canary" + end)));
        String escaped = end.replace("\r", "\\r").replace("\n", "\\n");
        assertAll(EnvironmentSettings.ofFile(file("{\"BaseURL\":\"" + URL + escaped + "\",\"ClientId\":\"an-id"
                + escaped + "\",\"ClientSecret\":\"a-canary" + escaped + "\"}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary\n\n",
                "\ncanary",
                "ca\nnary",
                "canary ",
                " canary",
                "can ary",
                "canary\t",
                "canary\u00a0",
                "\u3000canary",
                "canary\0",
                "canary\u0085",
                "\ufeffcanary",
                "canary\u200b",
                "\"canary\"",
                "'canary'",
                "`canary`",
                "\u201ccanary\u201d",
                "\"canary"
            })
    void otherBlanksControlsAndQuotesAreRefusedWithoutRepeatingTheValue(String value) {
        for (String variable : List.of("SAIL_BASE_URL", "SAIL_CLIENT_ID", "SAIL_CLIENT_SECRET")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EnvironmentSettings.ofVariables(Map.of(variable, value)))
                    .withMessageMatching(variable
                            + " must not have (a control character or a line break|a blank|quotes around it).*")
                    .withMessageNotContaining("canary");
        }
        for (String key : List.of("BaseURL", "ClientId", "ClientSecret")) {
            String json = "{\"" + key + "\":\"" + escaped(value) + "\"}";
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EnvironmentSettings.ofFile(file(json)))
                    .withMessageStartingWith(key + " must not have ")
                    .withMessageNotContaining("canary");
        }
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        value.chars().forEach(c -> text.append(String.format("\\u%04x", c)));
        return text.toString();
    }

    @Test
    void quotesAndOtherMarksWithinAreKept() {
        EnvironmentSettings settings = EnvironmentSettings.ofVariables(Map.of("SAIL_CLIENT_SECRET", "a\"b'%+&=\u00e9"));
        assertThat(settings.getClientSecret()).isNotNull();
        assertThat(settings.getClientSecret().reveal()).isEqualTo("a\"b'%+&=\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void anEmptyValueIsAbsent(String value) {
        EnvironmentSettings settings = EnvironmentSettings.ofVariables(
                Map.of("SAIL_BASE_URL", value, "SAIL_CLIENT_ID", value, "SAIL_CLIENT_SECRET", value));
        assertThat(settings.getBaseUrl()).isNull();
        assertThat(settings.getClientId()).isNull();
        assertThat(settings.getClientSecret()).isNull();
        assertThat(settings.isComplete()).isFalse();
    }

    @Test
    void keysOfAFileAreReadInAnyCase() throws IOException {
        assertAll(EnvironmentSettings.ofFile(
                file("{\"baseurl\":\"" + URL + "\",\"clientID\":\"an-id\",\"CLIENTSECRET\":\"a-canary\",\"Base\":1}")));
    }

    @Test
    void aKeyInTwoSpellingsIsRefused() throws IOException {
        Path file = file("{\"ClientSecret\":\"canary\",\"clientsecret\":\"canary\"}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentSettings.ofFile(file))
                .withMessageContaining("ClientSecret twice")
                .withMessageNotContaining("canary");
    }

    @Test
    void aFileThatIsNamedCanWinOverTheVariables() throws IOException {
        Path file = file("{\"BaseURL\":\"" + URL + "\",\"ClientId\":\"an-id\"}");
        EnvironmentSettings variables = EnvironmentSettings.ofVariables(
                Map.of("SAIL_BASE_URL", "https://other.example", "SAIL_CLIENT_SECRET", "a-canary"));
        assertAll(EnvironmentSettings.ofFile(file).orElse(variables));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"canary\"]", "\"canary\"", "", "{\"ClientSecret\":\"canary\"", "{\"ClientSecret\":17}"})
    void aFileThatHoldsNoSettingsIsRefused(String content) throws IOException {
        Path file = file(content);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentSettings.ofFile(file))
                .withMessageContaining(file.toString())
                .withMessageNotContaining("canary");
    }

    @Test
    void aFileThatIsAbsentIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentSettings.ofFile(directory.resolve("absent.json")))
                .withMessageContaining("no such file");
    }

    @Test
    void urlOfTheUserInterfaceIsRefusedWithASuggestion() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SailPointClient.create(b -> b.environment(
                        Map.of("SAIL_BASE_URL", "https://acme.identitynow.com"), directory.resolve("none"))))
                .withMessageEndingWith("; use " + URL);
    }
}
