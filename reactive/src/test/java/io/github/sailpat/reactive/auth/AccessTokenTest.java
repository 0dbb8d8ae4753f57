package io.github.sailpat.reactive.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.Secret;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccessTokenTest {
    private static final AccessToken TOKEN = AccessToken.of("canary");

    /** Its serialization is refused by whatever library. */
    @Test
    void librariesThatSerializeFieldsFindASecretOnly() {
        assertThat(Stream.of(AccessToken.class.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers())
                                && !Modifier.isTransient(field.getModifiers())))
                .extracting(Field::getType)
                .satisfiesExactly(type -> assertThat(type).isEqualTo(Secret.class));
    }

    @Test
    void onlyRevealReturnsIt() {
        assertThat(TOKEN.reveal()).isEqualTo("canary");
        assertThat(TOKEN.revealCredentials()).isEqualTo("Bearer canary");
        assertThat(TOKEN.toString()).doesNotContain("canary");
    }
}
