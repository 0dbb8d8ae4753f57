package io.github.sailpat.spring.boot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.sailpat.reactive.UnreadableElements;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The settings of one client. What is not set has the client's own default. */
public class ClientProperties extends TransportProperties {
    /** Name of the tenant: "acme" means https://acme.api.identitynow.com. */
    private @Nullable String tenant;

    /** URL of the tenant's API without a path, in place of the name. */
    private @Nullable URI baseUrl;

    /** Client id: the id of a personal access token or of an API client. */
    private @Nullable String clientId;

    /** Client secret. */
    private @Nullable Secret clientSecret;

    /** API version. */
    private ApiVersion apiVersion = ApiVersion.BETA;

    /** Longest time of a call with all attempts and waits. Default: 60 s, and 15 min for a list. */
    private @Nullable Duration deadline;

    /** Whether a created token whose secret was lost is deleted and created again. Default: false. */
    private @Nullable Boolean replaceLostTokens;

    /** Whether a create that was sent runs to its end although its subscriber cancels. Default: false. */
    private @Nullable Boolean completeSentCreates;

    /** What to do with an element of a list that is not readable as a token. Default: skip. */
    private @Nullable UnreadableElements unreadableElements;

    /** How long a shutdown waits for calls in flight, after that of the web server. */
    private Duration shutdownGracePeriod = Duration.ofSeconds(10);

    @NestedConfigurationProperty
    private final RateProperties rate = new RateProperties();

    @NestedConfigurationProperty
    private final RetryProperties retry = new RetryProperties();

    /** With the defaults. */
    public ClientProperties() {}

    /**
     * Name of the tenant: "acme" means https://acme.api.identitynow.com.
     *
     * @return the value, null if it is not set
     */
    public @Nullable String getTenant() {
        return tenant;
    }

    /**
     * Sets tenant.
     *
     * @param tenant the value
     */
    public void setTenant(@Nullable String tenant) {
        this.tenant = tenant;
    }

    /**
     * URL of the tenant's API without a path, in place of the name.
     *
     * @return the value, null if it is not set
     */
    public @Nullable URI getBaseUrl() {
        return baseUrl;
    }

    /**
     * Sets baseUrl.
     *
     * @param baseUrl the value
     */
    public void setBaseUrl(@Nullable URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    /**
     * Client id: the id of a personal access token or of an API client.
     *
     * @return the value, null if it is not set
     */
    public @Nullable String getClientId() {
        return clientId;
    }

    /**
     * Sets clientId.
     *
     * @param clientId the value
     */
    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    /**
     * Client secret. Actuator, which serializes this object, leaves it out.
     *
     * @return the value, null if it is not set
     */
    @JsonIgnore
    public @Nullable Secret getClientSecret() {
        return clientSecret;
    }

    /**
     * Sets clientSecret.
     *
     * @param clientSecret the value
     */
    public void setClientSecret(@Nullable Secret clientSecret) {
        this.clientSecret = clientSecret;
    }

    /**
     * API version.
     *
     * @return the value, never null
     */
    public ApiVersion getApiVersion() {
        return apiVersion;
    }

    /**
     * Sets apiVersion.
     *
     * @param apiVersion the value
     */
    public void setApiVersion(ApiVersion apiVersion) {
        this.apiVersion = apiVersion;
    }

    /**
     * Longest time of a call with all attempts and waits. Default: 60 s, and 15 min for a list.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Duration getDeadline() {
        return deadline;
    }

    /**
     * Sets deadline.
     *
     * @param deadline the value
     */
    public void setDeadline(@Nullable Duration deadline) {
        this.deadline = deadline;
    }

    /**
     * Whether a created token whose secret was lost is deleted and created again. Default: false.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Boolean getReplaceLostTokens() {
        return replaceLostTokens;
    }

    /**
     * Sets replaceLostTokens.
     *
     * @param replaceLostTokens the value
     */
    public void setReplaceLostTokens(@Nullable Boolean replaceLostTokens) {
        this.replaceLostTokens = replaceLostTokens;
    }

    /**
     * Whether a create that was sent runs to its end although its subscriber cancels. Default: false.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Boolean getCompleteSentCreates() {
        return completeSentCreates;
    }

    /**
     * Sets completeSentCreates.
     *
     * @param completeSentCreates the value
     */
    public void setCompleteSentCreates(@Nullable Boolean completeSentCreates) {
        this.completeSentCreates = completeSentCreates;
    }

    /**
     * What to do with an element of a list that is not readable as a token. Default: skip.
     *
     * @return the value, null if it is not set
     */
    public @Nullable UnreadableElements getUnreadableElements() {
        return unreadableElements;
    }

    /**
     * Sets unreadableElements.
     *
     * @param unreadableElements the value
     */
    public void setUnreadableElements(@Nullable UnreadableElements unreadableElements) {
        this.unreadableElements = unreadableElements;
    }

    /**
     * How long a shutdown waits for calls in flight, after that of the web server.
     *
     * @return the value, never null
     */
    public Duration getShutdownGracePeriod() {
        return shutdownGracePeriod;
    }

    /**
     * Sets shutdownGracePeriod.
     *
     * @param shutdownGracePeriod the value
     */
    public void setShutdownGracePeriod(Duration shutdownGracePeriod) {
        this.shutdownGracePeriod = shutdownGracePeriod;
    }

    /**
     * The rate limit.
     *
     * @return the value, never null
     */
    public RateProperties getRate() {
        return rate;
    }

    /**
     * The retries.
     *
     * @return the value, never null
     */
    public RetryProperties getRetry() {
        return retry;
    }
}
