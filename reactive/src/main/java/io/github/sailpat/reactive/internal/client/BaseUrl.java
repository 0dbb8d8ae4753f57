package io.github.sailpat.reactive.internal.client;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the base URL of a tenant and the URL of a proxy: the hosts to which access tokens and secrets may be sent. */
public final class BaseUrl {
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "[::1]", "[0:0:0:0:0:0:0:1]");

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private BaseUrl() {}

    /**
     * The base URL of a tenant.
     *
     * @param name the tenant's name, one DNS label
     * @return its URL
     * @throws IllegalArgumentException if the name is anything else
     */
    public static URI ofTenant(String name) {
        if (!TENANT.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a tenant must be one DNS label, such as acme; for another host use baseUrl(...)");
        }
        return URI.create("https://" + name.toLowerCase(Locale.ROOT) + ".api.identitynow.com");
    }

    /**
     * Checks a base URL.
     *
     * @param url the URL
     * @return scheme, host and port
     * @throws IllegalArgumentException with the rule that is broken, and with the URL that is probably meant, if any.
     *     The message does not repeat the given URL, which may contain a password
     */
    public static URI check(URI url) {
        try {
            return checkTenant(url);
        } catch (IllegalArgumentException e) {
            String suggestion = BaseUrlSuggestion.of(url);
            throw suggestion == null ? e : new IllegalArgumentException(e.getMessage() + "; use " + suggestion, e);
        }
    }

    private static URI checkTenant(URI url) {
        String what = "the base URL ";
        String scheme = scheme(url);
        require(scheme.equals("https") || scheme.equals("http"), what, "must begin with https://");
        String host = checkOrigin(url, what);
        require(
                scheme.equals("https") || isLoopback(host),
                what,
                "must be https: http is allowed for loopback hosts only, because it would send secrets unencrypted");
        String api = BaseUrlSuggestion.apiHost(host);
        require(
                api == null || api.equals(host.toLowerCase(Locale.ROOT)),
                what,
                "must name the host of the API, not the one of the user interface");
        return URI.create(scheme + "://" + host + (url.getPort() < 0 ? "" : ":" + url.getPort()));
    }

    /**
     * Checks the URL of a proxy.
     *
     * @param url the URL
     * @return scheme, host and port
     * @throws IllegalArgumentException with the rule that is broken; the message does not repeat the URL
     */
    public static URI checkProxy(URI url) {
        String what = "the proxy's URL ";
        require(scheme(url).equals("http"), what, "must begin with http://");
        String host = checkOrigin(url, what);
        require(url.getPort() > 0, what, "must have a port");
        return URI.create("http://" + host + ':' + url.getPort());
    }

    private static String scheme(URI url) {
        return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    }

    private static String checkOrigin(URI url, String what) {
        String host = url.getHost();
        require(host != null && !host.isEmpty(), what, "must have a host");
        require(url.getRawUserInfo() == null, what, "must not contain a user or a password");
        require(url.getRawQuery() == null && url.getRawFragment() == null, what, "must not have a query or a fragment");
        String path = url.getRawPath();
        require(
                path == null || path.isEmpty() || path.equals("/"),
                what,
                "must not have a path: the client adds the API version itself");
        require(url.getPort() <= 0xffff && url.getPort() != 0, what, "must have a port from 1 to 65535, or none");
        return host;
    }

    /** Where a base URL leads: its host, not resolved, and its port or the one of its scheme. */
    static InetSocketAddress addressOf(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? HTTPS_PORT : HTTP_PORT;
        return InetSocketAddress.createUnresolved(url.getHost(), port);
    }

    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return LOOPBACK_NAMES.contains(name) || LOOPBACK_V4.matcher(name).matches();
    }

    private static void require(boolean condition, String what, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(what + rule);
        }
    }
}
