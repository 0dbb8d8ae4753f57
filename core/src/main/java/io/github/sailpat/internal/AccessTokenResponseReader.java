package io.github.sailpat.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.sailpat.error.ErrorResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the token endpoint's success (RFC 6749 section 5.1). */
public final class AccessTokenResponseReader {
    /** How many characters an access token may have. */
    public static final int MAX_LENGTH = 16_384;

    private static final Set<String> REFUSALS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope");
    private static final ObjectReader ONE_VALUE = Json.MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AccessTokenResponseReader() {}

    /**
     * What a success holds.
     *
     * @param value the bearer
     * @param expiresInSeconds its life, or {@code null} where the answer has none that is a positive number
     */
    public record Bearer(String value, @Nullable Long expiresInSeconds) {
        @Override
        public String toString() {
            return "Bearer[****]";
        }
    }

    /**
     * Reads the answer.
     *
     * @param bytes the body
     * @return the bearer
     * @throws IOException if there is none that could stand in a header
     */
    public static Bearer read(byte[] bytes) throws IOException {
        JsonNode root = readTree(bytes);
        if (!root.isObject()) {
            throw new ReadException("the answer is not an object");
        }
        JsonNode value = root.get("access_token");
        if (value == null || !value.isTextual() || !isToken68(value.textValue())) {
            throw new ReadException("access_token is missing, or not what a header can hold");
        }
        return new Bearer(value.textValue(), seconds(root.get("expires_in")));
    }

    /**
     * The refusal that some servers send with the status of a success.
     *
     * @param body the body
     * @return the refusal, or {@code null} if the body has no {@code error} of OAuth (RFC 6749 section 5.2)
     */
    public static @Nullable ErrorResponse refusal(ReceivedBody body) {
        try {
            JsonNode root = readTree(body.bytes());
            return root.path("access_token").isTextual()
                            || !REFUSALS.contains(root.path("error").asText())
                    ? null
                    : ErrorResponseReader.read(body);
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
     * Whether a header can hold the access token: visible ASCII alone (RFC 6750 section 2.1 allows even less), so
     * nothing that could end the header.
     *
     * @param value the access token
     * @return whether it is neither empty nor too long, nor has other characters
     */
    public static boolean isToken68(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static @Nullable Long seconds(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        // Some servers send the number as a text; a huge one is cut, for nobody counts that far, and a part counts
        // whole.
        double seconds = node.isNumber() || node.isTextual() ? node.asDouble(0) : 0;
        return seconds > 0 ? Math.max(1, (long) Math.min(seconds, Integer.MAX_VALUE)) : null;
    }
}
