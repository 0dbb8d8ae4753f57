package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.ProxyOptions;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.TlsOptions;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;

/** Applies the properties of one client to its builder. An error names the property. */
final class PropertyApplier {
    private static final Duration LONGEST_GRACE_PERIOD = Duration.ofDays(1);

    private final String prefix;
    private final ClientProperties properties;
    private final SailPointClient.Builder builder;

    PropertyApplier(String prefix, ClientProperties properties, SailPointClient.Builder builder) {
        this.prefix = prefix;
        this.properties = properties;
        this.builder = builder;
    }

    void applySettings(@Nullable SslBundles bundles) {
        set("api-version", properties.getApiVersion(), builder::apiVersion);
        set("deadline", properties.getDeadline(), builder::deadline);
        set("connect-timeout", properties.getConnectTimeout(), builder::connectTimeout);
        set("response-timeout", properties.getResponseTimeout(), builder::responseTimeout);
        set("max-idle-time", properties.getMaxIdleTime(), builder::maxIdleTime);
        set("max-connection-life", properties.getMaxConnectionLife(), builder::maxConnectionLife);
        set("max-connections", properties.getMaxConnections(), builder::maxConnections);
        set("protocol", properties.getProtocol(), builder::protocol);
        set("event-loops", properties.getEventLoops(), builder::eventLoops);
        set("user-agent", properties.getUserAgent(), builder::userAgent);
        set("replace-lost-tokens", properties.getReplaceLostTokens(), builder::replaceLostTokens);
        set("complete-sent-creates", properties.getCompleteSentCreates(), builder::completeSentCreates);
        set("unreadable-elements", properties.getUnreadableElements(), builder::unreadableElements);
        set("shutdown-grace-period", properties.getShutdownGracePeriod(), PropertyApplier::requireGracePeriod);
        set("ssl-bundle", properties.getSslBundle(), name -> builder.tls(tls(name, bundles)));
        applyRetry(properties.getRetry());
        applyProxy(properties.getProxy());
    }

    private static void requireGracePeriod(Duration period) {
        if (period.isNegative() || period.compareTo(LONGEST_GRACE_PERIOD) > 0) {
            throw new IllegalArgumentException("must be between zero and a day");
        }
    }

    void applyConnection(@Nullable SailPointConnectionDetails details) {
        if (details != null) {
            builder.baseUrl(details.getBaseUrl()).clientCredentials(details.getClientId(), details.getClientSecret());
            return;
        }
        if (properties.getTenant() != null && properties.getBaseUrl() != null) {
            throw error("tenant", "excludes " + prefix + ".base-url: set one of them", null);
        }
        if (properties.getTenant() == null && properties.getBaseUrl() == null) {
            throw error(
                    "tenant",
                    "is missing, and so is " + prefix + ".base-url. For development without a tenant, add"
                            + " sailpat-sandbox and activate the profile \"sandbox\"",
                    null);
        }
        set("tenant", properties.getTenant(), builder::tenant);
        set("base-url", properties.getBaseUrl(), builder::baseUrl);
        String id = required("client-id", properties.getClientId());
        Secret secret = required("client-secret", properties.getClientSecret());
        set("client-id", id, value -> builder.clientCredentials(value, secret));
    }

    /** The value of a property that has to be set. */
    private <T> T required(String property, @Nullable T value) {
        if (value == null) {
            throw error(property, "is missing", null);
        }
        return value;
    }

    /**
     * The limiter of the factory, if there is one; otherwise one of this process, if its rate is not the default.
     *
     * @param name the name of the client
     * @param details where the client connects to, or {@code null} for its properties
     */
    void applyRate(String name, @Nullable SailPointConnectionDetails details, @Nullable RateLimiterFactory factory) {
        RateProperties rate = properties.getRate();
        int requests = Objects.requireNonNullElse(rate.getRequests(), RateLimiter.TENANT_PERMITS);
        if (requests == 0) {
            builder.rateLimiter(RateLimiter.unlimited());
        } else if (factory != null) {
            URI baseUrl = details == null ? baseUrl() : details.getBaseUrl();
            String id = details == null ? required("client-id", properties.getClientId()) : details.getClientId();
            builder.rateLimiter(factory.create(name, baseUrl, id, properties));
        } else if (rate.getRequests() != null || rate.getWindow() != null) {
            set(
                    "rate",
                    Objects.requireNonNullElse(rate.getWindow(), RateLimiter.TENANT_WINDOW),
                    window -> builder.rateLimiter(RateLimiter.slidingWindow(requests, window)));
        }
    }

    /** As the client makes it of the name. */
    private URI baseUrl() {
        URI url = properties.getBaseUrl();
        return url == null ? URI.create("https://" + properties.getTenant() + ".api.identitynow.com") : url;
    }

    private void applyRetry(RetryProperties retry) {
        RetryPolicy standard = RetryPolicy.standard();
        RetryPolicy[] policy = {standard};
        set("retry.max-attempts", retry.getMaxAttempts(), n -> policy[0] = policy[0].withMaxAttempts(n));
        if (retry.getBackoff() != null || retry.getMaxBackoff() != null) {
            set(
                    "retry.backoff",
                    Objects.requireNonNullElse(retry.getBackoff(), standard.getBackoff()),
                    first -> policy[0] = policy[0].withBackoff(
                            first, Objects.requireNonNullElse(retry.getMaxBackoff(), standard.getMaxBackoff())));
        }
        set("retry.budget", retry.getBudget(), n -> policy[0] = policy[0].withBudget(n));
        builder.retryPolicy(policy[0]);
    }

    private void applyProxy(ProxyProperties proxy) {
        URI url = proxy.getUrl();
        if (url == null) {
            return;
        }
        String user = proxy.getUsername();
        Secret password = user == null ? null : required("proxy.password", proxy.getPassword());
        set(
                "proxy",
                url,
                address -> builder.proxy(ProxyOptions.create(options -> {
                    options.address(address);
                    return user == null || password == null ? options : options.credentials(user, password);
                })));
    }

    private static TlsOptions tls(String name, @Nullable SslBundles bundles) {
        if (bundles == null) {
            throw new IllegalArgumentException("there are no SSL bundles");
        }
        SslBundle bundle = bundles.getBundle(name);
        SslStoreBundle stores = bundle.getStores();
        KeyStore trusted = stores.getTrustStore();
        KeyStore keys = stores.getKeyStore();
        String keyPassword = bundle.getKey().getPassword();
        String password = keyPassword == null ? stores.getKeyStorePassword() : keyPassword;
        return TlsOptions.create(options -> {
            if (trusted != null) {
                options.trustStore(trusted);
            }
            return keys == null
                    ? options
                    : options.clientCertificate(keys, (password == null ? "" : password).toCharArray());
        });
    }

    private <T> void set(String property, @Nullable T value, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw error(property, String.valueOf(e.getMessage()), e);
        }
    }

    private SailpatPropertyException error(String property, String rule, @Nullable Throwable cause) {
        return new SailpatPropertyException(prefix + '.' + property, rule, cause);
    }
}
