package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.token.PersonalAccessToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any token of a list has an id, or is an error that quotes nothing; a field that is not read is named. */
class TokenReaderFuzz {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"id\":\"i\",\"name\":\"n\",\"scope\":[\"a\"],\"owner\":{\"type\":\"IDENTITY\",\"id\":\"o\",\"name\":\"O\"},"
                                + "\"created\":\"2026-01-02T03:04:05.678Z\",\"lastUsed\":\"\",\"managed\":\"true\","
                                + "\"accessTokenValiditySeconds\":43200.0,\"expirationDate\":1}",
                        "{\"id\":\"i\",\"id\":7,\"created\":null,\"name\":[],\"scope\":\"s\",\"owner\":\"o\",\"x\":[[{\"id\":\"j\"}]]}",
                        "\ufeff{\"id\":\"i\",\"userAwareTokenNeverExpires\":true,\"created\":\"2026-01-01T00:00:00,5+0000\"}")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void hasAnIdOrIsAnErrorThatQuotesNothing(byte[] body) {
        PersonalAccessToken token;
        try {
            token = TokenReader.read(Canary.into(body));
        } catch (IOException e) {
            ReadException shown = ReadException.of(e);
            if (!String.valueOf(shown.getMessage()).contains("the token with the id ")) {
                Canary.assertSilent(shown);
            }
            assertThat(shown.getCause()).isNull();
            return;
        }

        assertThat(token.getId()).isNotEmpty();
        if (token.getName() == null) {
            assertThat(token.getUnreadableFields()).contains("name");
        }
        if (token.getCreated() == null) {
            assertThat(token.getUnreadableFields()).contains("created");
        }
    }
}
