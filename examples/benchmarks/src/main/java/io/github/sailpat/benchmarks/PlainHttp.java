package io.github.sailpat.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** What the measured clients have in common and is not measured: an access token, and a body as bytes. */
final class PlainHttp {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PlainHttp() {}

    static String accessToken(URI baseUrl, String clientId, String clientSecret)
            throws IOException, InterruptedException {
        String form = Map.of(
                        "grant_type", "client_credentials",
                        "client_id", clientId,
                        "client_secret", clientSecret)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        byte[] response = send(HttpRequest.newBuilder(baseUrl.resolve("/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        return JSON.readTree(response).get("access_token").asText();
    }

    static byte[] list(Target target) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(target.list())
                .header("Authorization", target.authorization())
                .build());
    }

    /** The average length of a generated token with its comma. They come in five forms by turns. */
    static double tokenBytes() throws IOException, InterruptedException {
        int tokens = 100;
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.generatedTokens(tokens))) {
            return (double) list(Target.of(tenant)).length / tokens;
        }
    }

    private static byte[] send(HttpRequest request) throws IOException, InterruptedException {
        HttpClient.Builder client = HttpClient.newBuilder();
        if (Target.isTls(request.uri())) {
            client.sslContext(LocalhostKeys.clientContext());
        }
        return client.build().send(request, BodyHandlers.ofByteArray()).body();
    }
}
