package io.github.sailpat.benchmarks;

import io.github.sailpat.sandbox.SandboxTenant;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * A tenant to measure against, as it is passed to another process; with an access token for the clients that fetch
 * none.
 */
record Target(URI baseUrl, String clientId, String clientSecret, String authorization) {

    /** A running tenant. */
    static Target of(URI baseUrl, String clientId, String clientSecret) throws IOException, InterruptedException {
        return new Target(
                baseUrl, clientId, clientSecret, "Bearer " + PlainHttp.accessToken(baseUrl, clientId, clientSecret));
    }

    static Target of(SandboxTenant tenant) throws IOException, InterruptedException {
        return of(tenant.getBaseUrl(), tenant.getClientId(), tenant.getClientSecret());
    }

    static Target parse(String[] arguments) {
        return new Target(URI.create(arguments[0]), arguments[1], arguments[2], arguments[3]);
    }

    List<String> arguments() {
        return List.of(baseUrl.toString(), clientId, clientSecret, authorization);
    }

    /** What the JVM of a client needs for it. */
    String[] clientOptions() {
        return isTls(baseUrl) ? LocalhostKeys.clientOptions() : new String[0];
    }

    static boolean isTls(URI url) {
        return "https".equals(url.getScheme());
    }

    /** The default version of the API. */
    String api() {
        return baseUrl + "/beta";
    }

    /** The access token. */
    String accessToken() {
        return authorization.substring("Bearer ".length());
    }

    /** The list of the default version of the API. */
    URI list() {
        return baseUrl.resolve(Calls.PATH);
    }
}
