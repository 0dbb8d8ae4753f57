package io.github.sailpat.cli.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A secret of Vault's key-value store, version 2, with {@code client_id} and {@code client_secret}. It is written by
 * check-and-set: if somebody else writes the same secret in between, nothing is overwritten.
 */
final class VaultTarget extends SecretTarget {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final URI server;
    private final String vaultToken;
    private final String namespace;
    private final PathTemplate template;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    VaultTarget(URI server, String vaultToken, String namespace, PathTemplate template) {
        super(template.isForMany());
        String host = String.valueOf(server.getHost());
        if (!"https".equals(server.getScheme()) && !LOOPBACK.contains(host)) {
            throw new IllegalArgumentException("VAULT_ADDR must be https://…, because a secret is sent there");
        }
        if (!template.text().matches("[^/]+/[^/].*")) {
            throw new IllegalArgumentException("vault: needs a mount and a path, as in vault:secret/ci/{name}");
        }
        if (!vaultToken.matches("[!-~]+")) {
            throw new IllegalArgumentException("VAULT_TOKEN must be visible ASCII");
        }
        this.server = server;
        this.vaultToken = vaultToken;
        this.namespace = namespace;
        this.template = template;
    }

    @Override
    public void put(CreatedPersonalAccessToken token) {
        String path = path(template, token);
        URI uri = uri(path);
        try {
            long version = version(send(request(uri).GET().build()));
            String body = MAPPER.writeValueAsString(Map.of(
                    "options",
                    Map.of("cas", version),
                    "data",
                    Map.of(
                            "client_id",
                            token.getId(),
                            "client_secret",
                            token.getSecret().reveal())));
            HttpResponse<String> written = send(
                    request(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build());
            if (written.statusCode() / 100 != 2) {
                throw new HandOverException("Vault has refused to write " + path + why(written), null);
            }
        } catch (IOException e) {
            throw new HandOverException(
                    "Vault at " + server.getHost() + " cannot be reached; check VAULT_ADDR and the network", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandOverException("the command is being stopped", e);
        }
    }

    private URI uri(String path) {
        int slash = path.indexOf('/');
        String base = server.toString().replaceFirst("/+$", "");
        return URI.create(base + "/v1/" + encoded(path.substring(0, slash)) + "/data/"
                + Arrays.stream(path.substring(slash + 1).split("/"))
                        .map(VaultTarget::encoded)
                        .collect(Collectors.joining("/")));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("X-Vault-Token", vaultToken)
                .header("X-Vault-Request", "true");
        return namespace.isEmpty() ? request : request.header("X-Vault-Namespace", namespace);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The current version, zero if there is none. A deleted one is a 404 that has its version all the same. */
    private static long version(HttpResponse<String> read) throws JsonProcessingException {
        if (read.statusCode() != 200 && read.statusCode() != 404) {
            throw new HandOverException("Vault has refused to read the current version" + why(read), null);
        }
        JsonNode body = read.body().isBlank() ? MAPPER.nullNode() : MAPPER.readTree(read.body());
        return body.path("data").path("metadata").path("version").asLong();
    }

    private static String why(HttpResponse<String> response) {
        int status = response.statusCode();
        String reason = switch (status) {
            case 400 -> "somebody else has written it meanwhile, or its mount is not of version 2";
            case 403 -> "VAULT_TOKEN may not do that, or has expired";
            case 404 -> "there is no such mount";
            default -> "see its log";
        };
        return ": status " + status + ", " + reason;
    }
}
