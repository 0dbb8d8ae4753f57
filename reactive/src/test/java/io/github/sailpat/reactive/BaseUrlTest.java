package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.reactive.internal.client.BaseUrl;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of a base URL, and the suggestion for one that is refused. */
class BaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        // The host of the user interface.
        "https://acme.identitynow.com, https://acme.api.identitynow.com",
        "https://ACME.IdentityNow.com/ui/a/admin, https://acme.api.identitynow.com",
        "https://acme.identitynow-demo.com/, https://acme.api.identitynow-demo.com",
        "https://acme.saas.sailpointfedramp.com, https://acme.api.saas.sailpointfedramp.com",
        // No scheme, or another one.
        "acme.api.identitynow.com, https://acme.api.identitynow.com",
        "acme.identitynow.com/beta, https://acme.api.identitynow.com",
        "acme.api.identitynow.com:443, https://acme.api.identitynow.com:443",
        "//acme.api.identitynow.com, https://acme.api.identitynow.com",
        "http://acme.api.identitynow.com, https://acme.api.identitynow.com",
        "acme.example, https://acme.example",
        "localhost:8080, http://localhost:8080",
        // An API version.
        "https://acme.api.identitynow.com/beta, https://acme.api.identitynow.com",
        "https://acme.api.identitynow.com/v3/, https://acme.api.identitynow.com",
        "https://acme.example:8443/v2024, https://acme.example:8443",
        "https://acme.api.identitynow.com/personal-access-tokens/v1, https://acme.api.identitynow.com",
        "https://acme.api.identitynow.com/oauth/token, https://acme.api.identitynow.com",
        "https://acme.api.identitynow.com?x=y#z, https://acme.api.identitynow.com"
    })
    void isRefusedWithASuggestion(String url, String meant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.check(URI.create(url)))
                .withMessageStartingWith("the base URL must")
                .withMessageEndingWith("; use " + meant);
        assertThat(BaseUrl.check(URI.create(meant))).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:canary@acme.identitynow.com",
                "user:canary@acme.identitynow.com",
                "https://gateway.example/canary/v3",
                "mailto:canary@example",
                "canary:x@y"
            })
    void isNotRepeatedWithoutASuggestion(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.check(URI.create(url)))
                .withMessageStartingWith("the base URL must")
                .withMessageNotContaining("canary")
                .withMessageNotContaining("; use");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.api.identitynow.com",
                "https://acme.api.identitynow-demo.com",
                "https://acme.api.saas.sailpointfedramp.com",
                "https://acme.identitynow.com.example"
            })
    void hostOfTheApiIsAccepted(String url) {
        assertThat(BaseUrl.check(URI.create(url))).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://acme.api.identitynow.com",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://[::2]",
                "ftp://127.0.0.1",
                "https://user:pw@acme.example",
                "https://acme.example?x=1",
                "https://acme.example#x",
                "https://acme.example/beta",
                "https:///x",
                "//acme.example",
                "acme.example",
                "https://acme.example:99999",
                "http://0.0.0.0",
                "http://10.0.0.1",
                "mailto:a@b"
            })
    void invalidOriginIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.check(URI.create(url)))
                .withMessageStartingWith("the base URL must")
                .withMessageNotContaining("pw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.api.identitynow.com",
                "https://acme.example/",
                "http://localhost:8080",
                "http://127.0.0.1",
                "http://127.1.2.3:1",
                "http://[::1]:8080",
                "HTTPS://ACME.example"
            })
    void validOriginIsAccepted(String url) {
        assertThatCode(() -> BaseUrl.check(URI.create(url))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a/b", "-a", "a b", "a@b", "\u00e9"})
    void aTenantIsOneLabel(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.ofTenant(name));
        assertThat(BaseUrl.ofTenant("Acme-Sb")).hasToString("https://acme-sb.api.identitynow.com");
    }
}
