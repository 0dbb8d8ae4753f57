package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the success of the token endpoint (RFC 6749 section 5.1). */
public final class AccessTokenResponseReader {
    /** The maximum number of characters of an access token. */
    public static final int MAX_LENGTH = 16_384;

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
        try (JsonParser parser = Json.parser(bytes)) {
            return read(parser);
        } catch (IOException e) {
            throw ReadException.of(e);
        }
    }

    private static AccessTokenResponse read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new ReadException("the response is not an object");
        }
        boolean hasValue = false;
        String value = null;
        boolean hasSeconds = false;
        Long seconds = null;
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
            if (!isNull && !hasValue && member.equals("access_token")) {
                hasValue = true;
                value = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : null;
            } else if (!isNull && !hasSeconds && member.equals("expires_in")) {
                hasSeconds = true;
                seconds = seconds(parser);
            }
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            throw new ReadException("there is something after the response");
        }
        if (value == null || !isToken68(value)) {
            throw new ReadException("access_token is missing, or has characters that a header cannot contain");
        }
        return new AccessTokenResponse(value, seconds);
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

    /**
     * Some servers send the number as a string. It is limited to the range of an int, and a fraction is at least one.
     */
    private static @Nullable Long seconds(JsonParser parser) throws IOException {
        boolean isWritten = parser.currentToken().isNumeric() || parser.hasToken(JsonToken.VALUE_STRING);
        double seconds = isWritten ? parser.getValueAsDouble(0) : 0;
        return seconds > 0 ? Math.max(1, (long) Math.min(seconds, Integer.MAX_VALUE)) : null;
    }
}
