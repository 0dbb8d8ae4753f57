package io.github.sailpat.reactive.internal.http.error;

import io.github.sailpat.token.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides credentials in a text that came from outside: those that are known, in the clear and in the encodings in which
 * a server may echo a request, and whatever looks like one, which is any unbroken run of 40 characters or more (a
 * secret of the API has 64, a tracking id 32, an identity's id 32).
 */
public final class CredentialMask {
    private static final String MASK = "****";
    private static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9_.~+/=%-]{40,}");

    private final List<Known> known = new CopyOnWriteArrayList<>();

    private record Known(String clientId, Secret secret) {}

    /**
     * Hides a secret from now on, until it is forgotten.
     *
     * @param clientId whose secret it is
     * @param secret the secret
     */
    public void hide(String clientId, Secret secret) {
        known.add(new Known(clientId, secret));
    }

    /**
     * A secret that is not used any more.
     *
     * @param clientId whose secret it was
     * @param secret the object that was hidden; an equal one stays hidden
     */
    @SuppressWarnings("ReferenceEquality") // of two copies that are equal, it is this one that is about to be wiped
    public void forget(String clientId, Secret secret) {
        known.removeIf(each -> each.clientId.equals(clientId) && each.secret == secret);
    }

    /**
     * Hides.
     *
     * @param text any text
     * @param bearer the bearer that was sent, or {@code null}
     * @return the text without credentials; nothing of it when a secret that is hidden was wiped
     */
    public String mask(String text, @Nullable String bearer) {
        String masked = bearer == null ? text : without(text, bearer);
        for (Known each : known) {
            String secret = reveal(each.secret);
            if (secret == null) {
                return MASK;
            }
            masked = without(masked, secret);
            masked = withoutBase64(masked, each.clientId + ':' + secret); // HTTP Basic (RFC 7617)
            masked = withoutBase64(masked, secret);
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

    /** With or without padding, in either alphabet. */
    private static String withoutBase64(String text, String credential) {
        byte[] bytes = credential.getBytes(StandardCharsets.UTF_8);
        String masked = text;
        for (Base64.Encoder base64 : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            masked = masked.replace(base64.withoutPadding().encodeToString(bytes), MASK);
        }
        return masked;
    }

    private static String without(String text, String credential) {
        return new UnescapedText(text.replace(credential, MASK)).replace(credential, MASK);
    }
}
