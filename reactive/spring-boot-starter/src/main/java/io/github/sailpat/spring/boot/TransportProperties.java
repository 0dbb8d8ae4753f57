package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.HttpVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The settings of the connections of one client. What is not set has the client's own default. */
public abstract class TransportProperties {
    /** Longest time of a TCP connect, and of the TLS handshake after it. Default: 5 s. */
    private @Nullable Duration connectTimeout;

    /** Longest time without a byte from the tenant. Default: 20 s. */
    private @Nullable Duration responseTimeout;

    /** How long an idle connection is kept. Default: 15 s. */
    private @Nullable Duration maxIdleTime;

    /** Time after which a connection is replaced. Default: 10 min. */
    private @Nullable Duration maxConnectionLife;

    /** Number of connections; lists have a second pool of the same size. Default: 64. */
    private @Nullable Integer maxConnections;

    /** Version of HTTP to ask for. Default: http_1_1. */
    private @Nullable HttpVersion protocol;

    /** Number of threads of the event loop. Default: 1. */
    private @Nullable Integer eventLoops;

    /** What precedes the library's name in the User-Agent header. */
    private @Nullable String userAgent;

    /** Name of an SSL bundle: its trust store, and its key store as the client certificate. */
    private @Nullable String sslBundle;

    @NestedConfigurationProperty
    private final ProxyProperties proxy = new ProxyProperties();

    /** With the defaults. */
    TransportProperties() {}

    /**
     * Longest time of a TCP connect, and of the TLS handshake after it. Default: 5 s.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Duration getConnectTimeout() {
        return connectTimeout;
    }

    /**
     * Sets connectTimeout.
     *
     * @param connectTimeout the value
     */
    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /**
     * Longest time without a byte from the tenant. Default: 20 s.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Duration getResponseTimeout() {
        return responseTimeout;
    }

    /**
     * Sets responseTimeout.
     *
     * @param responseTimeout the value
     */
    public void setResponseTimeout(@Nullable Duration responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    /**
     * How long an idle connection is kept. Default: 15 s.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Duration getMaxIdleTime() {
        return maxIdleTime;
    }

    /**
     * Sets maxIdleTime.
     *
     * @param maxIdleTime the value
     */
    public void setMaxIdleTime(@Nullable Duration maxIdleTime) {
        this.maxIdleTime = maxIdleTime;
    }

    /**
     * Time after which a connection is replaced. Default: 10 min.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Duration getMaxConnectionLife() {
        return maxConnectionLife;
    }

    /**
     * Sets maxConnectionLife.
     *
     * @param maxConnectionLife the value
     */
    public void setMaxConnectionLife(@Nullable Duration maxConnectionLife) {
        this.maxConnectionLife = maxConnectionLife;
    }

    /**
     * Number of connections; lists have a second pool of the same size. Default: 64.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Integer getMaxConnections() {
        return maxConnections;
    }

    /**
     * Sets maxConnections.
     *
     * @param maxConnections the value
     */
    public void setMaxConnections(@Nullable Integer maxConnections) {
        this.maxConnections = maxConnections;
    }

    /**
     * Version of HTTP to ask for. Default: http_1_1.
     *
     * @return the value, null if it is not set
     */
    public @Nullable HttpVersion getProtocol() {
        return protocol;
    }

    /**
     * Sets protocol.
     *
     * @param protocol the value
     */
    public void setProtocol(@Nullable HttpVersion protocol) {
        this.protocol = protocol;
    }

    /**
     * Number of threads of the event loop. Default: 1.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Integer getEventLoops() {
        return eventLoops;
    }

    /**
     * Sets eventLoops.
     *
     * @param eventLoops the value
     */
    public void setEventLoops(@Nullable Integer eventLoops) {
        this.eventLoops = eventLoops;
    }

    /**
     * What precedes the library's name in the User-Agent header.
     *
     * @return the value, null if it is not set
     */
    public @Nullable String getUserAgent() {
        return userAgent;
    }

    /**
     * Sets userAgent.
     *
     * @param userAgent the value
     */
    public void setUserAgent(@Nullable String userAgent) {
        this.userAgent = userAgent;
    }

    /**
     * Name of an SSL bundle: its trust store, and its key store as the client certificate.
     *
     * @return the value, null if it is not set
     */
    public @Nullable String getSslBundle() {
        return sslBundle;
    }

    /**
     * Sets sslBundle.
     *
     * @param sslBundle the value
     */
    public void setSslBundle(@Nullable String sslBundle) {
        this.sslBundle = sslBundle;
    }

    /**
     * The proxy.
     *
     * @return the value, never null
     */
    public ProxyProperties getProxy() {
        return proxy;
    }
}
