package io.github.sailpat.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sailpat.error.ErrorMessage;
import io.github.sailpat.error.ErrorResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the token endpoint sends with the status of a success, but without an access token. */
public final class AccessTokenErrorReader {
    private static final Set<String> OAUTH_ERRORS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope");

    private AccessTokenErrorReader() {}

    /**
     * The error that some servers send with the status of a success.
     *
     * @param body the body
     * @return the error, or {@code null} if the body has no {@code error} of OAuth (RFC 6749 section 5.2)
     */
    public static @Nullable ErrorResponse refusal(BodyDescription body) {
        try {
            JsonNode root = JsonTree.readOnly(body.bytes());
            return root.path("access_token").isTextual()
                            || !OAUTH_ERRORS.contains(root.path("error").asText())
                    ? null
                    : ErrorResponseReader.read(body);
        } catch (IOException e) { // it is no JSON
            return null;
        }
    }

    /**
     * The text of another error under the status of a success, such as a gateway's.
     *
     * @param body the body
     * @return the first text without credentials, or {@code null} if the body has an access token or no such text
     */
    public static @Nullable String errorText(BodyDescription body) {
        try {
            JsonNode root = JsonTree.readOnly(body.bytes());
            List<ErrorMessage> messages =
                    root.isObject() && !root.path("access_token").isTextual()
                            ? ErrorResponseReader.read(body).getMessages()
                            : List.of();
            return messages.isEmpty() ? null : messages.get(0).getText();
        } catch (IOException e) { // it is no JSON
            return null;
        }
    }
}
