package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Secrets that are recognised wherever they turn up, and a server that repeats what it was told, in every spelling. */
final class Canaries {
    static final String ID = "client-id";
    static final String SECRET = "Canary/Secret+1 \"%z\\";
    static final String ACCESS_TOKEN = "canary2.eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2ln_-bmF0dXJl";
    /** As long as the platform's, for nothing else tells that it is one. */
    static final String CREATED = "canary3" + "0123456789abcdef".repeat(4).substring(7);

    private static final Pattern PERCENT = Pattern.compile("%..");

    /** What must not be found. */
    static final List<String> SPELLINGS = Stream.of(SECRET, ACCESS_TOKEN, CREATED)
            .flatMap(Canaries::spellings)
            .distinct()
            .toList();

    private Canaries() {}

    private static Stream<String> spellings(String secret) {
        String percent = URLEncoder.encode(secret, UTF_8).replace("+", "%20");
        return Stream.of(
                secret,
                percent,
                PERCENT.matcher(percent).replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT)),
                URLEncoder.encode(secret, UTF_8),
                escaped(secret),
                escaped(secret).replace("/", "\\/").replace("+", "\\u002B"),
                base64(ID + ':' + secret));
    }

    private static String base64(String text) {
        return Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Quotes all of them wherever an error has a place for words. */
    static String errorBody() {
        String text = escaped(String.join(" , ", SPELLINGS));
        return """
                {"detailCode":"%1$s","trackingId":"%1$s","error":"%1$s","error_description":"%1$s","message":"%1$s",\
                "messages":[{"locale":"%1$s","localeOrigin":"%1$s","text":"%1$s"},"%1$s"],"causes":[{"text":"%1$s"}]}\
                """.formatted(text);
    }

    /** And in the head. */
    static String headers() {
        return "X-Echo: Bearer " + ACCESS_TOKEN + "\r\nSet-Cookie: a=" + ACCESS_TOKEN
                + "\r\nWWW-Authenticate: Bearer error=\"" + ACCESS_TOKEN + "\"\r\nLocation: /x?client_secret="
                + URLEncoder.encode(SECRET, UTF_8) + "\r\n";
    }

    static String token() {
        return "{\"id\":\"new-id\",\"name\":\"name\",\"created\":\"2099-01-01T00:00:00Z\",\"secret\":\"" + CREATED
                + "\",\"owner\":{\"id\":\"me\"}}";
    }
}
