package io.github.sailpat.reactive.internal.http.error;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no tunnel through a proxy. It has no cause and quotes nothing that the proxy says, which may be the
 * password that it was sent.
 */
public final class ProxyFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private static final Pattern STATUS = Pattern.compile("status: (\\d{3})\\b");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
    private static final Pattern SCHEME = Pattern.compile("(?:^|,)\\s*([A-Za-z]+)(?=\\s|,|$)(?!\\s*=)");
    /** Others are not named: they may be anything. */
    private static final List<String> SCHEMES = List.of("Basic", "Bearer", "Digest", "Negotiate", "NTLM");

    private static final String AUTHENTICATION_REQUIRED = "407";
    private static final int MAX_CAUSES = 10;

    private ProxyFailure(String message) {
        super(message);
    }

    /**
     * The failure to resolve the name of a proxy.
     *
     * @param proxy its host and port
     * @return the failure in words
     */
    public static ProxyFailure ofName(String proxy) {
        return new ProxyFailure("the host name of the proxy " + proxy + " is not known");
    }

    /**
     * The failure of a connection that leads to a proxy.
     *
     * @param error what the transport says
     * @param proxy its host and port
     * @param credentials whether it was sent credentials
     * @return the failure in words, or the same error if it is no failure to connect
     */
    public static Throwable ofConnection(Throwable error, String proxy, boolean credentials) {
        String name = "the proxy " + proxy;
        ProxyFailure refusal = ofRefusal(error, name, credentials);
        if (refusal != null) {
            return refusal;
        }
        if (error instanceof ConnectTimeoutException) {
            return new ProxyFailure("the connection to " + name + " did not come about in time");
        }
        return error instanceof ConnectException
                ? new ProxyFailure("the connection to " + name + " was refused")
                : error;
    }

    /**
     * The refusal of a proxy, which may be the reason why TLS did not come about.
     *
     * @param error what the transport says
     * @param name what to call the proxy
     * @param credentials whether it was sent credentials
     * @return the refusal in words, or {@code null} if it is none
     */
    public static @Nullable ProxyFailure ofRefusal(Throwable error, String name, boolean credentials) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof ProxyConnectException refusal) {
                return new ProxyFailure(describe(refusal, name, credentials));
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static String describe(ProxyConnectException refusal, String name, boolean credentials) {
        Matcher status = STATUS.matcher(String.valueOf(refusal.getMessage()));
        if (!status.find()) {
            return name + " did not open a tunnel: check its address";
        }
        String code = " (" + status.group(1) + ")";
        if (!status.group(1).equals(AUTHENTICATION_REQUIRED)) {
            return name + " did not open a tunnel" + code + ": it must allow CONNECT to the tenant's host and port";
        }
        Set<String> schemes = schemes(refusal);
        if (!schemes.isEmpty() && !schemes.contains("Basic")) {
            return name + " wants authentication by " + String.join(" or ", schemes) + code
                    + ", which is not supported: use one that takes Basic authentication, or a local proxy that"
                    + " authenticates to this one";
        }
        return name + (credentials ? " refused the credentials" : " wants credentials") + " by Basic authentication"
                + code + ": check the proxy's user and password";
    }

    /** RFC 9110 section 11.6.1: the schemes of all challenges, which may share a header. */
    private static Set<String> schemes(ProxyConnectException refusal) {
        Set<String> found = new TreeSet<>();
        HttpHeaders headers = refusal instanceof HttpProxyConnectException answer ? answer.headers() : null;
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
