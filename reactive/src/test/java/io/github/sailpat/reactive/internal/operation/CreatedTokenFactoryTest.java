package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CreatedTokenFactoryTest {
    @Test
    void createdTokenHasTheFieldsOfTheListAndTheSecret() {
        PersonalAccessToken listed = PersonalAccessToken.builder()
                .id("id-1")
                .created(Instant.EPOCH)
                .accessTokenValiditySeconds(60)
                .expirationDate(Instant.EPOCH.plusSeconds(9))
                .build();

        assertThat(CreatedTokenFactory.withSecret(listed, "ci", Secret.of("made-up")))
                .returns("id-1", CreatedPersonalAccessToken::getId)
                .returns("ci", CreatedPersonalAccessToken::getName)
                .returns(Instant.EPOCH, CreatedPersonalAccessToken::getCreated)
                .returns(60, CreatedPersonalAccessToken::getAccessTokenValiditySeconds)
                .returns(Instant.EPOCH.plusSeconds(9), CreatedPersonalAccessToken::getExpirationDate)
                .returns(Secret.of("made-up"), CreatedPersonalAccessToken::getSecret);
    }
}
