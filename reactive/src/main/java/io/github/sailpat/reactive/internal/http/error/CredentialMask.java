package io.github.sailpat.reactive.internal.http.error;

import io.github.sailpat.token.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks credentials in texts of a server. It masks the registered secrets, in plain text and in the encodings in which
 * a server may echo them, and any sequence of 40 or more characters of Base64, JWT or percent-encoding (a secret of the
 * API has 64 characters, a tracking id and the id of an identity have 32).
 */
public final class CredentialMask {
    private static final String MASK = "****";
    private static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9_.~+/=%-]{40,}");

    private final List<ClientSecret> registered = new CopyOnWriteArrayList<>();

    private record ClientSecret(String clientId, Secret secret) {}

    /**
     * Registers a secret, which is masked until it is removed.
     *
     * @param clientId the client id that the secret belongs to
     * @param secret the secret
     */
    public void add(String clientId, Secret secret) {
        registered.add(new ClientSecret(clientId, secret));
    }

    /**
     * Removes a secret.
     *
     * @param clientId the client id that the secret belongs to
     * @param secret the object that was added; an equal one stays registered
     */
    @SuppressWarnings("ReferenceEquality") // of two equal copies, this one is about to be wiped
    public void remove(String clientId, Secret secret) {
        registered.removeIf(each -> each.clientId.equals(clientId) && each.secret == secret);
    }

    /**
     * Masks the credentials in a text.
     *
     * @param text any text
     * @param accessToken the access token that was sent, or {@code null}
     * @return the text without credentials; only the mask if a registered secret was wiped
     */
    public String mask(String text, @Nullable String accessToken) {
        String masked = accessToken == null ? text : without(text, accessToken);
        for (ClientSecret each : registered) {
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

    /** {@code null} if the secret was wiped, because the client was closed. */
    private static @Nullable String reveal(Secret secret) {
        try {
            String value = secret.reveal();
            return secret.isWiped() ? null : value;
        } catch (IllegalStateException wiped) {
            return null;
        }
    }

    /** Base64 with or without padding, in both alphabets (RFC 4648 sections 4 and 5). */
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
