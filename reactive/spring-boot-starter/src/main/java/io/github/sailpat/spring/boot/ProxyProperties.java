package io.github.sailpat.spring.boot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.sailpat.token.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A proxy that tunnels by HTTP CONNECT. */
public class ProxyProperties {
    /** URL of the proxy, for example http://proxy.example.com:3128. */
    private @Nullable URI url;

    /** User name at the proxy. */
    private @Nullable String username;

    /** Password at the proxy. */
    private @Nullable Secret password;

    /** With the defaults. */
    public ProxyProperties() {}

    /**
     * URL of the proxy, for example http://proxy.example.com:3128.
     *
     * @return the value, null if it is not set
     */
    public @Nullable URI getUrl() {
        return url;
    }

    /**
     * Sets url.
     *
     * @param url the value
     */
    public void setUrl(@Nullable URI url) {
        this.url = url;
    }

    /**
     * User name at the proxy.
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
     * Password at the proxy. Actuator, which serializes this object, leaves it out.
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
