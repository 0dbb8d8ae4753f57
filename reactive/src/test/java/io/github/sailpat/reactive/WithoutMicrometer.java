package io.github.sailpat.reactive;

import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/** A process without Micrometer: it looks at the builder as a framework would, makes a client, and lists. */
final class WithoutMicrometer {
    private static final Duration SOON = Duration.ofSeconds(20);

    private WithoutMicrometer() {}

    public static void main(String[] args) throws IOException {
        String port = new String(System.in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        long settings = Stream.of(
                        SailPointClient.Builder.class.getMethods(),
                        SailPointClient.class.getMethods(),
                        PersonalAccessTokens.class.getMethods())
                .flatMap(Stream::of)
                .filter(method -> method.toGenericString().contains("sailpat"))
                .count();
        SailPointClient client = SailPointClient.create(
                b -> b.baseUrl(URI.create("http://127.0.0.1:" + port)).clientCredentials("id", Secret.of("secret")));
        Long listed = client.personalAccessTokens().list().count().block(SOON);
        client.disposeLater().block(SOON);
        System.out.println("micrometer " + isThere("io.micrometer.observation.Observation") + ' '
                + isThere("io.micrometer.core.instrument.MeterRegistry") + ", settings " + (settings > 20) + ", listed "
                + listed);
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
