package io.github.sailpat.reactive.internal.http.error;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The messages of TLS errors. */
final class TlsErrors {
    /** The name of the alert in the messages of the JDK and of OpenSSL. */
    private static final Pattern ALERT =
            Pattern.compile("(?i)fatal alert: (\\w+)|TLSV1\\w*_ALERT_(\\w+)|SSLV3_ALERT_(\\w+)");
    /** The alerts of a server that got no client certificate, or rejects it (RFC 8446 section 6.2). */
    private static final Set<String> ABOUT_THE_CLIENT_CERTIFICATE = Set.of(
            "certificate_required",
            "bad_certificate",
            "no_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied");

    private static final int MAX_CAUSES = 10;

    private TlsErrors() {}

    static String describe(SSLException error, Duration timeout) {
        if (error instanceof SslHandshakeTimeoutException) {
            return "the TLS handshake timed out after " + DurationText.of(timeout);
        }
        if (quotesResponse(error)) {
            return "TLS failed: the server does not speak TLS; check scheme and port of the base URL, and the proxy";
        }
        String alert = alert(error);
        if (alert != null) {
            String reason = ABOUT_THE_CLIENT_CERTIFICATE.contains(alert)
                    ? "it requires a client certificate that it trusts: set one in the TLS options"
                    : alert.equals("handshake_failure")
                            ? "it may require a client certificate (see the TLS options) or another TLS version"
                            : "check the host name, and proxies and firewalls on the way";
            return "TLS failed: the server refused the connection with the alert " + alert + "; " + reason;
        }
        String reason = certificate(error);
        return "TLS failed: check the host name and its certificate"
                + (reason == null ? TransportErrors.detail(error) : " (" + reason + ")");
    }

    /** Whether the message of the error contains bytes that the server sent. */
    static boolean quotesResponse(SSLException error) {
        return error instanceof NotSslRecordException;
    }

    private static @Nullable String alert(SSLException error) {
        Matcher alert = ALERT.matcher(String.valueOf(error.getMessage()));
        if (!alert.find()) {
            return null;
        }
        String name =
                alert.group(1) != null ? alert.group(1) : alert.group(2) != null ? alert.group(2) : alert.group(3);
        return name.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String certificate(SSLException error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof CertificateExpiredException) {
                return "it has expired";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "it is not valid yet";
            }
            if (cause instanceof CertPathBuilderException) {
                return "it was not issued by a trusted authority: if a proxy intercepts TLS, add the certificate of"
                        + " its authority to the trust store";
            }
            cause = cause.getCause();
        }
        return null;
    }
}
