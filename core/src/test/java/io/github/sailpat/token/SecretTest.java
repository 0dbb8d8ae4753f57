package io.github.sailpat.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void printsAsStarsAlsoWithinAModel() {
        CreatedPersonalAccessToken token = CreatedPersonalAccessToken.builder()
                .id("i")
                .name("n")
                .secret(Secret.of("canary"))
                .build();

        assertThat(token.toString()).contains("secret=****").doesNotContain("canary");
        assertThat(token.getSecret().reveal()).isEqualTo("canary");
        assertThat(String.format("%s", token.getSecret())).isEqualTo("****");
    }

    @Test
    void keepsACopyThatTheCallerCannotReach() {
        char[] mine = {'a', 'b'};
        Secret secret = Secret.of(mine);
        mine[0] = 'x';
        secret.toCharArray()[0] = 'y';

        assertThat(secret.reveal()).isEqualTo("ab");
    }

    @Test
    void isGoneAfterWiping() {
        Secret secret = Secret.of("canary");
        secret.wipe();

        assertThat(secret.isWiped()).isTrue();
        assertThatIllegalStateException().isThrownBy(secret::reveal);
        assertThatIllegalStateException().isThrownBy(secret::toCharArray);
        assertThat(secret).isNotEqualTo(Secret.of("\0\0\0\0\0\0"));
    }

    @Test
    void comparesByValueAndGivesNoHintByItsHash() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
        assertThat(Secret.of("a")).hasSameHashCodeAs(Secret.of("b"));
    }

    @Test
    void isNeverEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(new char[0]));
    }
}
