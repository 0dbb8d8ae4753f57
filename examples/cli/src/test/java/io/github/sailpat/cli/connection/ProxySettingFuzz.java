package io.github.sailpat.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any value of the variables is a proxy, none, or an error without the password. */
class ProxySettingFuzz {
    private static final URI TENANT = URI.create("https://acme.api.identitynow.com");

    static Stream<String> seeds() {
        return Stream.of(
                "http://user:c4n4ry@proxy:3128",
                "user:c4n4ry@proxy",
                "http://us%65r:c4n%34ry@[::1]:3128/",
                "http://c4n4ry@proxy:99999",
                "\"http://u:c4n4ry@pro xy\"");
    }

    @MethodSource("seeds")
    @FuzzTest
    void isAProxyOrAnErrorWithoutThePassword(@NotNull String value) {
        for (Map<String, String> variables : variables(value)) {
            try {
                new ProxySetting("env", variables).on(TENANT);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasNoCause();
                assertThat(e.getMessage()).doesNotContain("c4n4ry");
            }
        }
    }

    private static Iterable<Map<String, String>> variables(String value) {
        return List.of(Map.of("HTTPS_PROXY", value), Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", value));
    }
}
