package io.github.sailpat.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response that is not what was expected, for a description in one line: its media type, encoding and
 * length, the first words of HTML and plain text, and the kind of JSON with the names of its members. Their values are
 * never quoted, because one may be a secret.
 *
 * @param contentType the field {@code Content-Type}, or {@code null}
 * @param contentEncoding the field {@code Content-Encoding}, or {@code null}
 * @param length the number of bytes of the body, or -1 if it is not known
 * @param bytes what was received of it, decoded
 * @param mask hides credentials in a text
 */
@SuppressWarnings("ArrayRecordComponent") // read once, and never compared
public record BodyDescription(
        @Nullable String contentType,
        @Nullable String contentEncoding,
        long length,
        byte[] bytes,
        UnaryOperator<String> mask) {
    /** Encodings that are decoded if a server uses them although the request does not accept them. */
    private static final List<String> DECODED = List.of("identity", "gzip", "x-gzip", "deflate");

    private static final int MAX_HEADER_LENGTH = 80;
    private static final int MAX_QUOTE_LENGTH = 80;
    private static final int MAX_NAME_LENGTH = 40;
    private static final int MAX_TEXT_LENGTH = 1_000;
    /** The rest of a longer body is ignored. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final Pattern TITLE = Pattern.compile("<title[^>]{0,100}>([^<]{1,1000})", Pattern.CASE_INSENSITIVE);
    private static final Pattern MARKUP =
            Pattern.compile("<!(?i:doctype)|<(?i:html|head|body|title|script|meta)[\\s>]");
    private static final Pattern FIRST_WORDS = Pattern.compile(">\\s*([^<\\s][^<]{0,1000})");

    /**
     * The first line of a plain text.
     *
     * @return the line without credentials, or {@code null} if the body is empty, markup, JSON, or not text
     */
    @Nullable
    String plainText() {
        String text = text();
        return text.isEmpty() || text.startsWith("<") || isJson(text) || !isReadable(text)
                ? null
                : firstLine(text, MAX_TEXT_LENGTH);
    }

    /**
     * Describes the body.
     *
     * @param confidential whether a plain text may be a secret, so that it is not quoted
     * @return for example {@code the response is HTML ('Guest Wi-Fi login'), 1,234 bytes: a proxy or a login page
     *     answered in place of the API}
     */
    public String describe(boolean confidential) {
        String text = text();
        boolean html = isHtml(text);
        StringBuilder line = new StringBuilder("the response is ");
        if (text.isEmpty()) {
            line.append(bytes.length == 0 ? "empty" : "blank");
        } else {
            line.append(html ? "HTML" : mediaType()).append(excerpt(text, html, confidential));
        }
        if (bytes.length > 0 && length >= 0) {
            line.append(String.format(Locale.ROOT, ", %,d bytes", length));
        }
        String encoding = encoding();
        if (encoding != null) {
            line.append(", Content-Encoding ").append(encoding);
        }
        return html
                ? line.append(": a proxy or a login page answered in place of the API")
                        .toString()
                : line.toString();
    }

    private String excerpt(String text, boolean html, boolean confidential) {
        if (isJson(text)) {
            return ", " + JsonOutline.of(text, name -> quote(name, MAX_NAME_LENGTH));
        }
        String quote = html
                ? heading(text, confidential)
                : confidential || !isReadable(text) ? null : firstLine(text, MAX_QUOTE_LENGTH);
        return quote == null || quote.isEmpty() ? "" : " ('" + quote + "')";
    }

    private String mediaType() {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        return type.isEmpty() ? "of no content type" : header(type);
    }

    private @Nullable String encoding() {
        if (contentEncoding == null || contentEncoding.isBlank()) {
            return null;
        }
        List<String> unknown = new ArrayList<>();
        for (String coding : contentEncoding.split(",")) {
            if (!DECODED.contains(coding.strip().toLowerCase(Locale.ROOT))) {
                unknown.add(coding.strip());
            }
        }
        return header(contentEncoding)
                + (unknown.isEmpty() ? "" : ", which this client does not decode: it asks for identity");
    }

    private String header(String value) {
        return ErrorText.line(value, mask, MAX_HEADER_LENGTH);
    }

    private @Nullable String heading(String html, boolean confidential) {
        Matcher title = TITLE.matcher(html);
        if (title.find()) {
            return quote(title.group(1), MAX_QUOTE_LENGTH);
        }
        Matcher words = FIRST_WORDS.matcher(html);
        return !confidential && words.find() ? quote(words.group(1), MAX_QUOTE_LENGTH) : null;
    }

    private String firstLine(String text, int maxLength) {
        return quote(text.lines().findFirst().orElse(""), maxLength);
    }

    private String quote(String text, int maxLength) {
        return ErrorText.line(text, mask, maxLength);
    }

    private boolean isHtml(String text) {
        boolean isDeclared =
                contentType != null && contentType.toLowerCase(Locale.ROOT).contains("html");
        return text.startsWith("<") && (isDeclared || MARKUP.matcher(text).find());
    }

    private static boolean isJson(String text) {
        return text.startsWith("{") || text.startsWith("[") || text.startsWith("\"");
    }

    /**
     * Bytes that are not UTF-8, and control characters, show that the body is not text, unless they are few: a color of
     * a terminal, or a letter in another encoding.
     */
    private static boolean isReadable(String text) {
        long strange = text.chars()
                .filter(c -> c == 0xfffd || (Character.isISOControl(c) && !Character.isWhitespace(c)))
                .count();
        return strange * 10 <= text.length();
    }

    private String text() {
        String text = new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), StandardCharsets.UTF_8);
        return (text.startsWith("\ufeff") ? text.substring(1) : text).strip();
    }
}
