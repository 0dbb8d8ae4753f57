package io.github.sailpat.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A plain caller of a tenant: the JDK's client, no rule of its own. */
final class TestClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final SandboxTenant tenant;
    private String bearer = "";

    TestClient(SandboxTenant tenant) {
        this.tenant = tenant;
    }

    /** A client with a bearer of the tenant's own credentials. */
    static TestClient of(SandboxTenant tenant) {
        return new TestClient(tenant).signIn(tenant.getClientId(), tenant.getClientSecret());
    }

    TestClient signIn(String id, String secret) {
        bearer = json(token(id, secret)).path("access_token").asText();
        return this;
    }

    String bearer() {
        return bearer;
    }

    HttpResponse<String> token(String id, String secret) {
        return form("/oauth/token", "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret);
    }

    HttpResponse<String> form(String path, String form) {
        return send(
                "POST", path, form, request -> request.setHeader("Content-Type", "application/x-www-form-urlencoded"));
    }

    HttpResponse<String> create(String version, String body) {
        return send("POST", collection(version), body, type("application/json"));
    }

    HttpResponse<String> list(String version, String query) {
        return send("GET", collection(version) + query, null, request -> {});
    }

    HttpResponse<String> patch(String version, String id, String body) {
        return send("PATCH", collection(version) + "/" + id, body, type("application/json-patch+json"));
    }

    HttpResponse<String> delete(String version, String id) {
        return send("DELETE", collection(version) + "/" + id, null, request -> {});
    }

    HttpResponse<String> send(
            String method, String path, @Nullable String body, Consumer<HttpRequest.Builder> customizer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tenant.getBaseUrl() + path))
                .timeout(Duration.ofSeconds(10))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.setHeader("Authorization", "Bearer " + bearer);
        }
        customizer.accept(request);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Consumer<HttpRequest.Builder> type(String contentType) {
        return request -> request.setHeader("Content-Type", contentType);
    }

    static String collection(String version) {
        return version.equals("v1") ? "/personal-access-tokens/v1" : "/" + version + "/personal-access-tokens";
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
