package io.github.sailpat.cli.doctor;

import io.github.sailpat.cli.output.AuditNumbers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Checks a server without credentials: its name, TLS, and its clock against that of this machine. */
final class ServerProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DRIFT = Duration.ofSeconds(30);

    private final URI server;
    private final @Nullable KeyStore trusted;
    private final Consumer<Finding> findings;

    /**
     * A probe.
     *
     * @param server the base URL
     * @param trusted the trusted authorities, or {@code null} for those of the JDK
     * @param findings gets what it finds
     */
    ServerProbe(URI server, @Nullable KeyStore trusted, Consumer<Finding> findings) {
        this.server = server;
        this.trusted = trusted;
        this.findings = findings;
    }

    void run() {
        if (isNameKnown()) {
            probe();
        }
    }

    private boolean isNameKnown() {
        try {
            String addresses = Arrays.stream(InetAddress.getAllByName(server.getHost()))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
            findings.accept(Finding.ok("name", server.getHost() + " is " + addresses));
            return true;
        } catch (UnknownHostException e) {
            findings.accept(new Finding(
                    "name",
                    Finding.Result.FAILED,
                    server.getHost() + " is not known; check the base URL, or use --resolve"));
            return false;
        }
    }

    private void probe() {
        HttpRequest request = HttpRequest.newBuilder(server)
                .timeout(TIMEOUT)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<Void> response = client().send(request, HttpResponse.BodyHandlers.discarding());
            findings.accept(response.sslSession()
                    .map(ServerProbe::tls)
                    .orElse(Finding.skipped("TLS", "there is none on loopback")));
            findings.accept(clock(response.headers().firstValue("date").orElse(null), Instant.now()));
        } catch (SSLException e) {
            findings.accept(new Finding(
                    "TLS", Finding.Result.FAILED, e.getMessage() + "; --trust-store names other authorities"));
        } catch (IOException | GeneralSecurityException e) {
            String message = e.getMessage();
            findings.accept(new Finding(
                    "connection",
                    Finding.Result.FAILED,
                    (message == null ? "none could be had" : message)
                            + "; check the network, the firewall, and whether --proxy is needed"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpClient client() throws GeneralSecurityException {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(TIMEOUT).followRedirects(HttpClient.Redirect.NEVER);
        if (trusted != null) {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            builder.sslContext(context);
        }
        return builder.build();
    }

    private static Finding tls(SSLSession session) {
        return Finding.ok("TLS", session.getProtocol() + ", " + session.getCipherSuite());
    }

    static Finding clock(@Nullable String date, Instant now) {
        try {
            Instant server = ZonedDateTime.parse(String.valueOf(date), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration ahead = Duration.between(server, now);
            return ahead.abs().compareTo(DRIFT) <= 0
                    ? Finding.ok("clock", "as that of the server")
                    : Finding.warning(
                            "clock",
                            "this machine is " + AuditNumbers.span(ahead.abs())
                                    + (ahead.isNegative() ? " behind" : " ahead of")
                                    + " the server: expiration dates are judged by its clock");
        } catch (DateTimeException e) {
            return Finding.skipped("clock", "the server does not tell its time");
        }
    }

    /** What a probe would be if it could not be made directly. */
    static List<Finding> skipped(String reason) {
        List<Finding> findings = new ArrayList<>();
        for (String check : new String[] {"name", "TLS", "clock"}) {
            findings.add(Finding.skipped(check, reason));
        }
        return findings;
    }
}
