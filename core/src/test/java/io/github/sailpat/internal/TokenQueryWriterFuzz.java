package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.github.sailpat.token.TokenQuery;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any query that can be built is written as one value each, which decodes to what was given; the rest is refused. */
class TokenQueryWriterFuzz {
    /** Possessive, as the other kind of repetition takes stack for each character of a long owner. */
    private static final Pattern WRITTEN = Pattern.compile("\\?owner-id=((?:[A-Za-z0-9._~-]|%[0-9A-F]{2})++)"
            + "(?:&filters=lastUsed%20(?:isnull|le%20(\\d{4}-\\d\\d-\\d\\dT\\d\\d%3A\\d\\d%3A\\d\\d\\.\\d{3}Z)))?");

    static Stream<Arguments> seeds() {
        return Stream.of(
                arguments("me", false, 0L),
                arguments("2c91\ud83d\ude00&owner-id=x", true, 0L),
                arguments("../..%2f?#", false, 1_700_000_000_123L));
    }

    @MethodSource("seeds")
    @FuzzTest
    void writesOneValueEachOrRefuses(@NotNull String owner, boolean neverUsed, long lastUsed) {
        TokenQuery.Builder builder = TokenQuery.builder().ownedBy(owner);
        if (lastUsed != 0) {
            builder.lastUsedAtOrBefore(Instant.ofEpochMilli(lastUsed));
        }
        TokenQuery query;
        try {
            query = (neverUsed ? builder.neverUsed() : builder).build();
        } catch (IllegalArgumentException e) {
            return;
        }
        Matcher written = WRITTEN.matcher(TokenQueryWriter.write(query));
        assertThat(written.matches()).isTrue();
        assertThat(URLDecoder.decode(written.group(1), StandardCharsets.UTF_8)).isEqualTo(owner);
        if (lastUsed != 0) {
            assertThat(Instant.parse(written.group(2).replace("%3A", ":"))).isEqualTo(Instant.ofEpochMilli(lastUsed));
        }
    }
}
