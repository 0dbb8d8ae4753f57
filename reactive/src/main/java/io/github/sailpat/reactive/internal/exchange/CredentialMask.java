package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.token.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides credentials in a text that came from outside: those that are known, in the clear and in the encodings in which a
 * server may echo a request, and whatever looks like one, which is any unbroken run of 40 characters or more (a secret of
 * the API has 64, a tracking id 32, an identity's id 32).
 */
public final class CredentialMask {
    private static final String MASK = "****";
    private static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9_.~+/=%-]{40,}");

    private final @Nullable String clientId;
    private final @Nullable Secret clientSecret;

    /**
     * A mask for one client.
     *
     * @param clientId the client's id, or {@code null} if it has none of its own
     * @param clientSecret the client's secret, or {@code null} if it has none of its own
     */
    public CredentialMask(@Nullable String clientId, @Nullable Secret clientSecret) {
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    /**
     * Hides.
     *
     * @param text any text
     * @param bearer the bearer that was sent, or {@code null}
     * @return the text without credentials; nothing of it when the client's secret was wiped
     */
    public String mask(String text, @Nullable String bearer) {
        String masked = bearer == null ? text : hide(text, bearer);
        if (clientSecret != null) {
            String secret = reveal(clientSecret);
            if (secret == null) {
                return MASK;
            }
            masked = hide(masked, secret);
            // HTTP Basic (RFC 7617), with or without its padding.
            byte[] pair = (clientId + ':' + secret).getBytes(StandardCharsets.UTF_8);
            for (Base64.Encoder base64 : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                masked = masked.replace(base64.withoutPadding().encodeToString(pair), MASK);
            }
        }
        return CREDENTIAL.matcher(masked).replaceAll(MASK);
    }

    /** The client may be closed meanwhile: then nobody can tell any more what is a secret. */
    private static @Nullable String reveal(Secret secret) {
        try {
            String value = secret.reveal();
            return secret.isWiped() ? null : value;
        } catch (IllegalStateException wiped) {
            return null;
        }
    }

    private static String hide(String text, String credential) {
        return new DecodedText(text.replace(credential, MASK)).replace(credential, MASK);
    }
}
