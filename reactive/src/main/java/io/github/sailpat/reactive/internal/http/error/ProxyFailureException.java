package io.github.sailpat.reactive.internal.http.error;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The failure to open a tunnel through a proxy. It has no cause and does not quote the response of the proxy, which may
 * echo the password.
 */
public final class ProxyFailureException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final Pattern STATUS = Pattern.compile("status: (\\d{3})\\b");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
    private static final Pattern SCHEME = Pattern.compile("(?:^|,)\\s*([A-Za-z]+)(?=\\s|,|$)(?!\\s*=)");
    /** The schemes that a message may name. Others are not quoted, because they may be any text. */
    private static final List<String> SCHEMES = List.of("Basic", "Bearer", "Digest", "Negotiate", "NTLM");

    private static final String AUTHENTICATION_REQUIRED = "407";
    private static final int MAX_CAUSES = 10;

    private ProxyFailureException(String message) {
        super(message);
    }

    /**
     * The host name of the proxy could not be resolved.
     *
     * @param proxy host and port of the proxy
     * @return the failure
     */
    public static ProxyFailureException unknownHost(String proxy) {
        return new ProxyFailureException("unknown host: DNS has no address for the proxy " + proxy);
    }

    /**
     * Maps an error of a connection to a proxy.
     *
     * @param error the error of the transport
     * @param proxy host and port of the proxy
     * @param credentials whether credentials were sent to the proxy
     * @param connectTimeout the connect timeout
     * @return the failure, or the same error if the connection to the proxy is not the reason
     */
    public static Throwable ofConnection(Throwable error, String proxy, boolean credentials, Duration connectTimeout) {
        String name = "the proxy " + proxy;
        ProxyFailureException refusal = ofRefusal(error, name, credentials);
        if (refusal != null) {
            return refusal;
        }
        if (error instanceof ConnectTimeoutException) {
            return new ProxyFailureException(
                    "connect to " + name + " timed out after " + DurationText.of(connectTimeout));
        }
        return error instanceof ConnectException ? new ProxyFailureException(name + ": connection refused") : error;
    }

    /**
     * Finds the refusal of a proxy among the causes of an error, which may be a TLS error.
     *
     * @param error the error of the transport
     * @param name the name of the proxy in the message
     * @param credentials whether credentials were sent to the proxy
     * @return the failure, or {@code null} if no proxy has refused
     */
    public static @Nullable ProxyFailureException ofRefusal(Throwable error, String name, boolean credentials) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof ProxyConnectException refusal) {
                return new ProxyFailureException(describe(refusal, name, credentials));
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static String describe(ProxyConnectException refusal, String name, boolean credentials) {
        Matcher status = STATUS.matcher(String.valueOf(refusal.getMessage()));
        if (!status.find()) {
            return name + " did not open a tunnel: check its host and port";
        }
        String code = " (" + status.group(1) + ")";
        if (!status.group(1).equals(AUTHENTICATION_REQUIRED)) {
            return name + " did not open a tunnel" + code + ": it must allow CONNECT to the tenant's host and port";
        }
        Set<String> schemes = schemes(refusal);
        if (!schemes.isEmpty() && !schemes.contains("Basic")) {
            return name + " requires authentication by " + String.join(" or ", schemes) + code
                    + ", which is not supported: use a proxy with Basic authentication, or a local proxy that"
                    + " authenticates to this one";
        }
        String scheme = schemes.isEmpty() ? ", and does not say by which scheme" : " by Basic authentication";
        return name + (credentials ? " refused the credentials" : " requires credentials") + scheme + code
                + ": check the proxy's user and password";
    }

    /** RFC 9110 section 11.6.1: the schemes of all challenges, which may share a header. */
    private static Set<String> schemes(ProxyConnectException refusal) {
        Set<String> found = new TreeSet<>();
        HttpHeaders headers = refusal instanceof HttpProxyConnectException response ? response.headers() : null;
        if (headers != null) {
            for (String challenges : headers.getAll(HttpHeaderNames.PROXY_AUTHENTICATE)) {
                SCHEME.matcher(QUOTED.matcher(challenges).replaceAll("\"\""))
                        .results()
                        .forEach(scheme -> found.add(known(scheme.group(1))));
            }
        }
        return found;
    }

    private static String known(String scheme) {
        return SCHEMES.stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).equals(scheme.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse("another scheme");
    }
}
