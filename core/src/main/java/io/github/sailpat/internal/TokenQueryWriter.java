package io.github.sailpat.internal;

import io.github.sailpat.time.Rfc3339;
import io.github.sailpat.token.TokenQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.StringJoiner;

/** Writes a query as the query component of a URI, and any text as one path segment or one query value. */
public final class TokenQueryWriter {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private TokenQueryWriter() {}

    /**
     * Writes a query.
     *
     * @param query the query
     * @return empty, or beginning with {@code ?}
     */
    public static String write(TokenQuery query) {
        StringJoiner parts = new StringJoiner("&", "?", "").setEmptyValue("");
        if (query.getOwnerId() != null) {
            parts.add("owner-id=" + encode(query.getOwnerId()));
        }
        Instant lastUsed = query.getLastUsedAtOrBefore();
        if (lastUsed != null) {
            parts.add("filters=" + encode("lastUsed le " + Rfc3339.format(lastUsed)));
        }
        if (query.isNeverUsed()) {
            parts.add("filters=" + encode("lastUsed isnull"));
        }
        return parts.toString();
    }

    /**
     * Encodes everything but the unreserved characters of RFC 3986 section 2.3, a space as {@code %20}.
     *
     * @param text valid Unicode
     * @return ASCII
     */
    public static String encode(String text) {
        if (isUnreserved(text)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
            }
        }
        return encoded.toString();
    }

    /**
     * Whether a text is the same when it is encoded.
     *
     * @param text any
     * @return {@code true} for letters and digits of ASCII, {@code -}, {@code .}, {@code _} and {@code ~}
     */
    public static boolean isUnreserved(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isUnreserved(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
