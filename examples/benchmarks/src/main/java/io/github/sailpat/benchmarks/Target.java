package io.github.sailpat.benchmarks;

import io.github.sailpat.sandbox.SandboxTenant;
import java.net.URI;
import java.util.List;

/** A tenant to measure against, as it is told to another process. */
record Target(URI baseUrl, String clientId, String clientSecret) {

    static Target of(SandboxTenant tenant) {
        return new Target(tenant.getBaseUrl(), tenant.getClientId(), tenant.getClientSecret());
    }

    static Target parse(String[] arguments) {
        return new Target(URI.create(arguments[0]), arguments[1], arguments[2]);
    }

    List<String> arguments() {
        return List.of(baseUrl.toString(), clientId, clientSecret);
    }

    /** The list of the default version of the API. */
    URI list() {
        return baseUrl.resolve("/beta/personal-access-tokens");
    }
}
