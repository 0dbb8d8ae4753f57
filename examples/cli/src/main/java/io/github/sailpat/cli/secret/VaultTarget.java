package io.github.sailpat.cli.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
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
    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final URI server;
    private final String vaultToken;
    private final String namespace;
    private final PathTemplate template;
    private final BoundedHttpClient client = new BoundedHttpClient(TIMEOUT, MAX_BODY_BYTES);

    VaultTarget(String address, String vaultToken, String namespace, PathTemplate template) {
        super(template.isForMany());
        if (!template.text().matches("[^/]+/[^/].*")) {
            throw new IllegalArgumentException("vault: needs a mount and a path, as in vault:secret/ci/{name}");
        }
        if (!vaultToken.matches("[!-~]+") || !namespace.matches("[!-~]*")) {
            throw new IllegalArgumentException("VAULT_TOKEN and VAULT_NAMESPACE must be visible ASCII");
        }
        this.server = checked(address);
        this.vaultToken = vaultToken;
        this.namespace = namespace;
        this.template = template;
    }

    /** Not quoted, because it may have a password. */
    private static URI checked(String address) {
        URI server;
        try {
            server = new URI(address);
        } catch (URISyntaxException | NumberFormatException e) { // the latter by a fault of the JDK
            throw new IllegalArgumentException("VAULT_ADDR is no valid URL");
        }
        String host = server.getHost();
        boolean loopback = host != null && LOOPBACK.contains(host) && "http".equals(server.getScheme());
        if (host == null || !("https".equals(server.getScheme()) || loopback)) {
            throw new IllegalArgumentException("VAULT_ADDR must be https://HOST, because a secret is sent there");
        }
        if (server.getRawUserInfo() != null || server.getRawQuery() != null || server.getRawFragment() != null) {
            throw new IllegalArgumentException("VAULT_ADDR must have neither a user nor a query");
        }
        return server;
    }

    @Override
    public void checkName(String name) {
        template.ofName(name);
    }

    /** It is read, and then written. */
    @Override
    public Duration longest() {
        return TIMEOUT.multipliedBy(2);
    }

    @Override
    public void put(CreatedPersonalAccessToken token) {
        String path = path(template, token);
        URI uri = uri(path);
        boolean writing = false;
        try {
            long version = currentVersion(client.send(request(uri).GET().build()));
            String body = MAPPER.writeValueAsString(Map.of(
                    "options",
                    Map.of("cas", version),
                    "data",
                    Map.of(
                            "client_id",
                            token.getId(),
                            "client_secret",
                            token.getSecret().reveal())));
            writing = true;
            HttpResponse<byte[]> written = client.send(
                    request(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build());
            if (written.statusCode() / 100 != 2) {
                throw new HandOverException("Vault has refused to write " + path + why(written.statusCode()), null);
            }
            if (!json(written)
                    .at("/data/version")
                    .isIntegralNumber()) { // a mount of version 1 accepts any object, with 204
                throw new HandOverException(
                        "Vault did not confirm a version of " + path + ": its mount must be of version 2", null);
            }
        } catch (IOException e) {
            String what = writing ? " did not confirm that it has written " + path : " cannot be reached";
            throw new HandOverException(
                    "Vault at " + server.getHost() + what + "; check VAULT_ADDR and the network", e);
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
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("X-Vault-Token", vaultToken).header("X-Vault-Request", "true");
        return namespace.isEmpty() ? request : request.header("X-Vault-Namespace", namespace);
    }

    /** The current version, zero if there is none. A deleted one is a 404 that has its version all the same. */
    private static long currentVersion(HttpResponse<byte[]> read) {
        int status = read.statusCode();
        if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_NOT_FOUND) {
            throw new HandOverException("Vault has refused to read the current version" + why(status), null);
        }
        JsonNode body = json(read);
        JsonNode version = body.at("/data/metadata/version");
        boolean none = status == HttpURLConnection.HTTP_NOT_FOUND && body.isObject() && version.isMissingNode();
        if (!none && !version.isIntegralNumber()) {
            throw new HandOverException(
                    "what answers at VAULT_ADDR is not Vault's key-value store: status " + status
                            + " without a version; check VAULT_ADDR and the mount",
                    null);
        }
        return version.asLong();
    }

    /** A body that is no JSON is missing. Its error is dropped: it may quote the secret that is replaced. */
    private static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String why(int status) {
        String reason = switch (status) {
            case 307, 308 -> "VAULT_ADDR is not the active node, and a secret follows no redirect";
            case 400 -> "somebody else has written it meanwhile, or its mount is not of version 2";
            case 403 -> "VAULT_TOKEN may not do that, or has expired";
            case 404 -> "there is no such mount";
            case 503 -> "it is sealed, or in maintenance";
            default -> "see its log";
        };
        return ": status " + status + ", " + reason;
    }
}
