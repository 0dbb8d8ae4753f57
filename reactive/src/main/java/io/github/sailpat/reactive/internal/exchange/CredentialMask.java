package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.internal.TokenQueryWriter;
import io.github.sailpat.token.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides credentials in a text that came from outside: those that are known, in the clear and percent-encoded, and
 * whatever looks like one, which is any unbroken run of 40 characters or more (a secret of the API has 64, a tracking id
 * 32, an identity's id 32).
 */
public final class CredentialMask {
    private static final String MASK = "****";
    private static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9_.~+/=-]{40,}");

    private final @Nullable Secret clientSecret;

    /**
     * A mask for one client.
     *
     * @param clientSecret the client's secret, or {@code null} if it has none of its own
     */
    public CredentialMask(@Nullable Secret clientSecret) {
        this.clientSecret = clientSecret;
    }

    /**
     * Hides.
     *
     * @param text any text
     * @param bearer the bearer that was sent, or {@code null}
     * @return the text without credentials
     */
    public String mask(String text, @Nullable String bearer) {
        String masked = bearer == null ? text : text.replace(bearer, MASK);
        if (clientSecret != null && !clientSecret.isWiped()) {
            String secret = clientSecret.reveal();
            masked = masked.replace(secret, MASK).replace(TokenQueryWriter.encode(secret), MASK);
        }
        return CREDENTIAL.matcher(masked).replaceAll(MASK);
    }
}
