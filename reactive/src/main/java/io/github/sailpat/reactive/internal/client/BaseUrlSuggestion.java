package io.github.sailpat.reactive.internal.client;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Suggests a valid base URL for one that was refused, for example for the URL of the user interface. */
final class BaseUrlSuggestion {
    private static final Pattern TENANT_HOST = Pattern.compile(
            "([a-z0-9-]+)(?:\\.api)?(\\.identitynow\\.com|\\.identitynow-demo\\.com|\\.saas\\.sailpointfedramp\\.com)");
    private static final Pattern API_PATH = Pattern.compile("(/(beta|v\\d+|personal-access-tokens))*/?");

    private BaseUrlSuggestion() {}

    /**
     * The host of a tenant's API.
     *
     * @param host that host, or the one of the tenant's user interface
     * @return the host of the API, or {@code null} if it is not the host of a tenant
     */
    static @Nullable String apiHost(String host) {
        Matcher tenant = TENANT_HOST.matcher(host.toLowerCase(Locale.ROOT));
        return tenant.matches() ? tenant.group(1) + ".api" + tenant.group(2) : null;
    }

    /**
     * The base URL that is probably meant.
     *
     * @param url a URL that breaks a rule
     * @return scheme, host and port, and nothing else of the URL; {@code null} for no suggestion
     */
    static @Nullable String of(URI url) {
        URI absolute = absolute(url);
        String host = absolute == null ? null : absolute.getHost();
        if (absolute == null
                || host == null
                || absolute.getRawUserInfo() != null
                || absolute.getPort() == 0
                || absolute.getPort() > 0xffff) {
            return null;
        }
        String api = apiHost(host);
        if (api == null && !API_PATH.matcher(absolute.getRawPath()).matches()) {
            return null;
        }
        String scheme = BaseUrl.isLoopback(host) ? "http" : "https";
        String port = absolute.getPort() < 0 ? "" : ":" + absolute.getPort();
        return scheme + "://" + (api == null ? host : api) + port;
    }

    /** The URL with a scheme. In a URL without one, {@link URI} takes the host before the port for the scheme. */
    private static @Nullable URI absolute(URI url) {
        String scheme = url.getScheme();
        String rest = scheme == null || url.isOpaque() ? url.toString() : url.getRawSchemeSpecificPart();
        try {
            return URI.create("https:" + (rest.startsWith("//") ? "" : "//") + rest);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
