package io.github.sailpat.spring.boot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.sailpat.token.Secret;
import org.jspecify.annotations.Nullable;

/** The Redis on which several processes share the rate limit of each client. It needs sailpat-redis. */
public class SharedLimitProperties {
    /** Address of Redis, for example redis://host:6379; rediss for TLS, redis-sentinel for Sentinel. */
    private @Nullable String uri;

    /** User name at Redis. Default: the default user, or that of the address. */
    private @Nullable String username;

    /** Password at Redis. Default: that of the address. */
    private @Nullable Secret password;

    /** With the defaults. */
    public SharedLimitProperties() {}

    /**
     * Address of Redis, for example redis://host:6379; rediss for TLS, redis-sentinel for Sentinel. It may have a
     * password: Actuator, which serializes this object, leaves it out.
     *
     * @return the value, null if it is not set
     */
    @JsonIgnore
    public @Nullable String getUri() {
        return uri;
    }

    /**
     * Sets uri.
     *
     * @param uri the value
     */
    public void setUri(@Nullable String uri) {
        this.uri = uri;
    }

    /**
     * User name at Redis. Default: the default user, or that of the address.
     *
     * @return the value, null if it is not set
     */
    public @Nullable String getUsername() {
        return username;
    }

    /**
     * Sets username.
     *
     * @param username the value
     */
    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    /**
     * Password at Redis. Actuator, which serializes this object, leaves it out.
     *
     * @return the value, null if it is not set
     */
    @JsonIgnore
    public @Nullable Secret getPassword() {
        return password;
    }

    /**
     * Sets password.
     *
     * @param password the value
     */
    public void setPassword(@Nullable Secret password) {
        this.password = password;
    }
}
