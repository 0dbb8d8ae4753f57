package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.token.TokenQuery;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenQueryWriterTest {
    private static final Instant INSTANT = Instant.parse("2023-02-05T10:59:27.214987Z");

    @Test
    void writesEachCombinationThatTheApiAllows() {
        assertThat(TokenQueryWriter.write(TokenQuery.all())).isEmpty();
        assertThat(TokenQueryWriter.write(TokenQuery.create(TokenQuery.Builder::ownedByMe)))
                .isEqualTo("?owner-id=me");
        assertThat(TokenQueryWriter.write(
                        TokenQuery.create(q -> q.ownedBy("2c91").neverUsed())))
                .isEqualTo("?owner-id=2c91&filters=lastUsed%20isnull");
        assertThat(TokenQueryWriter.write(TokenQuery.create(q -> q.lastUsedAtOrBefore(INSTANT))))
                .isEqualTo("?filters=lastUsed%20le%202023-02-05T10%3A59%3A27.214Z");
    }

    @Test
    void anOffsetIsWrittenInUtcAndAPlusIsEscaped() {
        Instant offset = OffsetDateTime.parse("2023-02-05T12:59:27.214+02:00").toInstant();

        assertThat(TokenQueryWriter.write(TokenQuery.create(q -> q.lastUsedAtOrBefore(offset))))
                .contains("10%3A59%3A27.214Z");
        assertThat(TokenQueryWriter.encode("a+b&c=d/e?f#g h%\u00e9\ud83d\ude00"))
                .isEqualTo("a%2Bb%26c%3Dd%2Fe%3Ff%23g%20h%25%C3%A9%F0%9F%98%80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\r\nb", "a\0b", "\ud800"})
    void refusesAnOwnerThatIsNone(String owner) {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenQuery.create(q -> q.ownedBy(owner)));
    }

    @Test
    void refusesTwoFilters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenQuery.create(q -> q.neverUsed().lastUsedAtOrBefore(INSTANT)))
                .withMessageContaining("exclude each other");
    }
}
