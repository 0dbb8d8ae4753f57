package io.github.sailpat.reactive.internal.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectTargetTest {
    @ParameterizedTest
    @CsvSource({
        "https://login.example.com:8443/a?b#c, https://login.example.com:8443",
        "//login.example.com/a, //login.example.com",
        "/path,",
        "https://login example,",
        // The JDK reads the last part as a number, which it is not.
        "http://[::127.0.0.18446744073709551608]/,",
    })
    void redirectNamesItsServerOrNone(String location, String target) {
        assertThat(RedirectTarget.of(new DefaultHttpHeaders().set(HttpHeaderNames.LOCATION, location)))
                .isEqualTo(target);
    }
}
