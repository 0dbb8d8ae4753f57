package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** Any response to a create gives a secret or an error that quotes nothing, and more bytes never take a secret away. */
class CreatedTokenReaderFuzz {
    private static final CreatePersonalAccessTokenRequest REQUEST =
            CreatePersonalAccessTokenRequest.create(r -> r.name("asked"));

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"id\":\"i\",\"secret\":\"s\",\"name\":\"n\",\"scope\":[\"a\"],\"owner\":{\"type\":\"IDENTITY\","
                                + "\"id\":\"o\",\"name\":\"O\"},\"created\":\"2026-01-02T03:04:05.678Z\","
                                + "\"accessTokenValiditySeconds\":900,\"expirationDate\":null}",
                        "{\"id\":\"i\",\"id\":7,\"secret\":\"\",\"secret\":\"s\",\"x\":[[{\"id\":\"j\"}]]}",
                        "{\"userAwareTokenNeverExpires\":true,\"secret\":\"s\",\"id\":\" \",\"n\":NaN,\"created\":\"x\",}")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesASecretOrAnErrorThatQuotesNothing(byte[] body) {
        byte[] whole = Canary.into(body);
        String secret = secret(whole);
        int cut = body.length == 0 ? 0 : (body[body.length - 1] & 0xff) % body.length;
        String early = secret(Arrays.copyOf(whole, whole.length - cut));

        assertThat(secret == null || !secret.isEmpty()).isTrue();
        if (early != null) {
            assertThat(secret).isEqualTo(early);
        }
    }

    private static @Nullable String secret(byte[] body) {
        try {
            return CreatedTokenReader.read(body, REQUEST).getSecret().reveal();
        } catch (IOException e) {
            Canary.assertSilent(e);
            return null;
        }
    }
}
