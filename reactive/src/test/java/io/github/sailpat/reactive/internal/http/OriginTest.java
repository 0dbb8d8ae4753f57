package io.github.sailpat.reactive.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.client.HttpClient;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://acme.api.identitynow.com,      true,  acme.api.identitynow.com, 443,  acme.api.identitynow.com",
        "https://acme.api.identitynow.com:443,  true,  acme.api.identitynow.com, 443,  acme.api.identitynow.com",
        "https://acme.api.identitynow.com:8443, true,  acme.api.identitynow.com, 8443, acme.api.identitynow.com:8443",
        "https://acme.api.identitynow.com:80,   true,  acme.api.identitynow.com, 80,   acme.api.identitynow.com:80",
        "http://127.0.0.1:9,                    false, 127.0.0.1,                9,    127.0.0.1:9",
        "http://localhost,                      false, localhost,                80,   localhost",
        "http://[::1]:443,                      false, 0:0:0:0:0:0:0:1,          443,  [::1]:443"
    })
    void theAddressAndTheHostHeaderFollowFromTheBaseUrl(
            URI baseUrl, boolean secure, String host, int port, String authority) {
        Origin origin = new Origin(baseUrl);

        assertThat(origin.isSecure()).isEqualTo(secure);
        assertThat(origin.address().getHostString()).isEqualTo(host);
        assertThat(origin.address().getPort()).isEqualTo(port);
        assertThat(origin.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource({"https://acme.api.identitynow.com", "http://127.0.0.1:9"})
    void aClientThatWasSetToAnotherAddressIsSetToTheOrigin(URI baseUrl) {
        Origin origin = new Origin(baseUrl);
        HttpClient client = origin.setOn(HttpClient.create()
                .baseUrl("http://other.invalid/elsewhere")
                .remoteAddress(() -> InetSocketAddress.createUnresolved("other.invalid", 1)));

        assertThat(client.configuration().baseUrl()).isEmpty();
        assertThat(client.configuration().remoteAddress().get()).isEqualTo(origin.address());
    }
}
