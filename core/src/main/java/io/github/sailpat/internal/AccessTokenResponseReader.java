package io.github.sailpat.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.sailpat.error.ErrorMessage;
import io.github.sailpat.error.ErrorResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the success of the token endpoint (RFC 6749 section 5.1). */
public final class AccessTokenResponseReader {
    /** The maximum number of characters of an access token. */
    public static final int MAX_LENGTH = 16_384;

    private static final Set<String> OAUTH_ERRORS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope");
    private static final ObjectReader ONE_VALUE = Json.MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AccessTokenResponseReader() {}

    /**
     * The access token of a response.
     *
     * @param value the access token
     * @param expiresInSeconds its lifetime, or {@code null} if the response has none that is a positive number
     */
    public record AccessTokenResponse(
            String value, @Nullable Long expiresInSeconds) {
        @Override
        public String toString() {
            return "AccessTokenResponse[****]";
        }
    }

    /**
     * Reads the response.
     *
     * @param bytes the body
     * @return the access token
     * @throws IOException if there is none that a header can contain
     */
    public static AccessTokenResponse read(byte[] bytes) throws IOException {
        JsonNode root = readTree(bytes);
        if (!root.isObject()) {
            throw new ReadException("the response is not an object");
        }
        JsonNode value = root.get("access_token");
        if (value == null || !value.isTextual() || !isToken68(value.textValue())) {
            throw new ReadException("access_token is missing, or has characters that a header cannot contain");
        }
        return new AccessTokenResponse(value.textValue(), seconds(root.get("expires_in")));
    }

    /**
     * The error that some servers send with the status of a success.
     *
     * @param body the body
     * @return the error, or {@code null} if the body has no {@code error} of OAuth (RFC 6749 section 5.2)
     */
    public static @Nullable ErrorResponse refusal(BodyDescription body) {
        try {
            JsonNode root = readTree(body.bytes());
            return root.path("access_token").isTextual()
                            || !OAUTH_ERRORS.contains(root.path("error").asText())
                    ? null
                    : ErrorResponseReader.read(body);
        } catch (ReadException e) {
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
            JsonNode root = readTree(body.bytes());
            List<ErrorMessage> messages =
                    root.isObject() && !root.path("access_token").isTextual()
                            ? ErrorResponseReader.read(body).getMessages()
                            : List.of();
            return messages.isEmpty() ? null : messages.get(0).getText();
        } catch (ReadException e) {
            return null;
        }
    }

    private static JsonNode readTree(byte[] bytes) throws ReadException {
        try {
            return ONE_VALUE.readTree(bytes);
        } catch (IOException e) {
            throw ReadException.of(e);
        }
    }

    /**
     * Whether a header can contain the access token: only visible ASCII (RFC 6750 section 2.1 allows even less), so
     * that no character can end the header.
     *
     * @param value the access token
     * @return {@code true} if it is not empty, not too long, and has no other character
     */
    public static boolean isToken68(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static @Nullable Long seconds(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        // Some servers send the number as a string. It is limited to the range of an int, and a fraction is at least
        // one.
        double seconds = node.isNumber() || node.isTextual() ? node.asDouble(0) : 0;
        return seconds > 0 ? Math.max(1, (long) Math.min(seconds, Integer.MAX_VALUE)) : null;
    }
}
