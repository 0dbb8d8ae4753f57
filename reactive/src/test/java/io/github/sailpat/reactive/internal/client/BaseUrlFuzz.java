package io.github.sailpat.reactive.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any base URL is reduced to an origin to which a secret may be sent, or refused without its password. */
class BaseUrlFuzz {
    private static final String PASSWORD = "c4n4ry";

    static Stream<String> seeds() {
        return Stream.of(
                "https://acme.api.identitynow.com/",
                "https://user:" + PASSWORD + "@acme.identitynow.com",
                "acme.identitynow.com:443/beta/personal-access-tokens",
                "http://127.0.0.1:8080",
                "http://127.0.0.1.example.com",
                "http://[::1]:1",
                "https://a%40" + PASSWORD + "@b");
    }

    @MethodSource("seeds")
    @FuzzTest
    void isAnOriginForSecretsOrRefused(@NotNull String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException | NumberFormatException e) { // the latter by a fault of the JDK
            return;
        }
        try {
            assertIsOrigin(BaseUrl.check(url), url);
        } catch (IllegalArgumentException e) {
            if (text.contains("@")) {
                assertThat(e.getMessage()).doesNotContain(PASSWORD);
            }
        }
    }

    private static void assertIsOrigin(URI origin, URI url) {
        assertThat(BaseUrl.check(origin)).isEqualTo(origin);
        assertThat(origin).hasToString(origin.getScheme() + "://" + origin.getRawAuthority());
        assertThat(origin.getRawUserInfo()).isNull();
        assertThat(origin.getHost()).isEqualTo(url.getHost());
        assertThat(origin.getPort()).isEqualTo(url.getPort()).isNotZero().isLessThan(0x10000);
        if (!origin.getScheme().equals("https")) {
            assertThat(origin.getScheme()).isEqualTo("http");
            assertThat(origin.getHost().toLowerCase(Locale.ROOT))
                    .matches("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
        }
    }
}
