package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;

/** Makes a created token again of a token of a list and of its secret, which an earlier hand-over has stored. */
public final class CreatedTokenFactory {
    private CreatedTokenFactory() {}

    /**
     * The token with its secret, as its create would have emitted it.
     *
     * @param token the token
     * @param name its name
     * @param secret its secret
     * @return both
     */
    public static CreatedPersonalAccessToken withSecret(PersonalAccessToken token, String name, Secret secret) {
        return CreatedPersonalAccessToken.builder()
                .id(token.getId())
                .secret(secret)
                .name(name)
                .scope(token.getScope())
                .owner(token.getOwner())
                .created(token.getCreated())
                .accessTokenValiditySeconds(token.getAccessTokenValiditySeconds())
                .expirationDate(token.getExpirationDate())
                .userAwareTokenNeverExpires(token.getUserAwareTokenNeverExpires())
                .build();
    }
}
