package io.github.sailpat.reactive.internal.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialMaskTest {
    private final CredentialMask mask = masking(Secret.of("s/c r+t\u00e9"));

    private static CredentialMask masking(Secret secret) {
        CredentialMask mask = new CredentialMask();
        mask.add("id", secret);
        return mask;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s/c r+t\u00e9",
                "s%2Fc%20r%2Bt%C3%A9",
                "s%2fc%20r%2bt%c3%a9",
                "s%2Fc+r%2Bt%C3%A9",
                "s/c+r+t\u00e9",
                "s\\/c r+t\\u00e9",
                "\\u0073\\u002fc r\\u002Bt\\u00E9",
                "%73%2F%63%20%72%2B%74%C3%A9",
                "aWQ6cy9jIHIrdMOp",
                "cy9jIHIrdMOp"
            })
    void secretIsMaskedInAnyEncoding(String echo) {
        assertThat(mask.mask("<" + echo + ">", null)).isEqualTo("<****>");
        assertThat(mask.mask(echo + "&x=" + echo, null)).isEqualTo("****&x=****");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%",
                "%2",
                "%zz",
                "\\",
                "\\u",
                "\\u12",
                "100 % of it\\n",
                "s/c r+t",
                "\u00e9\ud83d\ude00",
                "\ud83d"
            })
    void otherTextIsUnchanged(String text) {
        assertThat(mask.mask(text, "bearer")).isEqualTo(text);
    }

    @Test
    void removedCopyLeavesAnEqualSecretMasked() {
        Secret own = Secret.of("the-secret");
        Secret copy = Secret.of("the-secret");
        CredentialMask twice = masking(own);
        twice.add("id", copy);

        twice.remove("id", copy);
        copy.wipe();

        assertThat(twice.mask("trackingId 7, the-secret", null)).isEqualTo("trackingId 7, ****");
    }

    @Test
    void sentAccessTokenIsMasked() {
        assertThat(mask.mask("JWT b%2eearer~1 and b.earer~1 expired", "b.earer~1"))
                .isEqualTo("JWT **** and **** expired");
    }

    @Test
    void longSequencesAreMasked() {
        assertThat(mask.mask("x " + "a1".repeat(32) + " y", null)).isEqualTo("x **** y");
        assertThat(mask.mask("x " + "a1".repeat(16) + " y", null)).isEqualTo("x " + "a1".repeat(16) + " y");
    }

    @Test
    void wholeTextIsMaskedAfterASecretWasWiped() {
        Secret secret = Secret.of("secret");
        CredentialMask closed = masking(secret);
        secret.wipe();
        assertThat(closed.mask("the secret is secret", null)).isEqualTo("****");
    }
}
