package io.github.sailpat.reactive;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A process that creates a token for each line that it reads, and prints the secret; or, if the property says so, lists
 * the tokens with a new client and prints their number. Or it prints the error.
 */
final class CreatesInAChild {
    private static final Duration BOUND = Duration.ofSeconds(100);

    private CreatesInAChild() {}

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (TestClient client = client()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(Boolean.getBoolean("test.list") ? list() : create(client));
            }
        }
    }

    private static TestClient client() {
        return TestClient.at(
                URI.create(System.getProperty("test.url")),
                b -> TestClient.unlimited(b)
                        .responseTimeout(Duration.ofMillis(Long.getLong("test.responseTimeout")))
                        .deadline(Duration.ofMillis(Long.getLong("test.deadline"))));
    }

    /** A new client needs an access token. */
    private static String list() {
        try (TestClient client = client()) {
            return client.tokens().list().count().block(BOUND) + " tokens";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static String create(TestClient client) {
        try {
            CreatedPersonalAccessToken created =
                    client.tokens().create(r -> r.name("new")).block(BOUND);
            return created == null ? "nothing" : created.getSecret().reveal();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }
}
