package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.reactive.internal.client.BaseUrl;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A base URL that is refused, with the one that is meant. */
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
    void isRefusedWithTheOneThatIsMeant(String url, String meant) {
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
    void isNotRepeatedWhereNobodyCanTellWhatIsMeant(String url) {
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
    void isTakenWhereItIsTheApis(String url) {
        assertThat(BaseUrl.check(URI.create(url))).hasToString(url);
    }
}
