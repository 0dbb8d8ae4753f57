package io.github.sailpat.reactive;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Responses to a create with header fields that HTTP forbids: the secret is still read. */
class ResponseHeaderTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: a\u0001b",
                "X: a\u0000b",
                "X: \u007f\u00e9",
                "X\u0001: a",
                "X\u0000Y: a",
                "X Y: a",
                "X@: (a)",
                "X: a\rb",
                ": a",
                "Date: \u0007",
                "Retry-After: \u0000"
            })
    void theSecretArrives(String header) {
        try (RawServer server = RawServer.start((request, connection) -> answer(request, connection, header))) {
            SailPointClient client = SailPointClient.create(b -> TestClient.unlimited(b)
                    .baseUrl(server.url())
                    .clientCredentials("id", Secret.of("client-secret"))
                    .deadline(Duration.ofSeconds(3)));
            StepVerifier.create(client.personalAccessTokens()
                            .create(r -> r.name("name"))
                            .map(CreatedPersonalAccessToken::getSecret)
                            .map(Secret::reveal))
                    .expectNext("a-secret")
                    .expectComplete()
                    .verify(SOON);
            StepVerifier.create(client.disposeLater()).expectComplete().verify(SOON);
        }
    }

    @Test
    void aLengthThatIsSaidTwiceIsTheSame() {
        theSecretArrives("Content-Length: 48");
    }

    private static void answer(String request, Socket connection, String header) throws IOException {
        if (request.startsWith("POST /oauth/token")) {
            RawServer.tenant(request, connection);
            return;
        }
        String body = "{\"id\":\"an-id\",\"name\":\"name\",\"secret\":\"a-secret\"}";
        RawServer.write(
                connection,
                "HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
}
