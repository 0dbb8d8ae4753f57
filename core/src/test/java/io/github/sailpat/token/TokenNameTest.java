package io.github.sailpat.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "\u2003", " a", "a ", "\u00a0a", "a\u3000", "a\tb", "a\nb", "a\u0000", "\u0085a", "\ud83d"
            })
    void aNameThatMightNotComeBackAsItWentIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreatePersonalAccessTokenRequest.create(r -> r.name(name)))
                .withMessageStartingWith("name must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PersonalAccessTokenPatch.create(p -> p.name(name)))
                .withMessageStartingWith("name must");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a b",
                "nightly/rotation #2",
                "\u00e9\ud83d\ude00",
                "\u65e5\u672c \u8a9e",
                "'; --",
                "\u202ea"
            })
    void anyOtherNameIsTaken(String name) {
        assertThat(CreatePersonalAccessTokenRequest.create(r -> r.name(name)).getName())
                .isEqualTo(name);
    }
}
