package io.github.sailpat.reactive;

import io.github.sailpat.reactive.internal.client.BaseUrl;
import io.github.sailpat.reactive.internal.http.ProxySettings;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy to the tenant. The client requests a tunnel ({@code CONNECT}, RFC 9110 section 9.3.6), so the proxy
 * receives the host name of the tenant, which it resolves, and can read nothing of the requests: TLS is end to end. A
 * call whose tunnel is refused fails as not sent, and the message contains the authentication schemes that the proxy
 * requires; only Basic is supported.
 */
public final class ProxyOptions {
    private final ProxySettings settings;

    private ProxyOptions(Builder builder) {
        URI address = builder.address;
        if (address == null) {
            throw new IllegalArgumentException("the address of the proxy is missing: call address(...)");
        }
        settings = new ProxySettings(address.getHost(), address.getPort(), builder.user, builder.password);
    }

    /**
     * Creates options by a lambda.
     *
     * @param customizer sets up the builder; the address is required
     * @return the options
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    public static ProxyOptions create(UnaryOperator<Builder> customizer) {
        return new ProxyOptions(customizer.apply(new Builder()));
    }

    ProxySettings settings() {
        return settings;
    }

    /** Builds {@link ProxyOptions}. */
    public static final class Builder {
        private @Nullable URI address;
        private @Nullable String user;
        private @Nullable Secret password;

        private Builder() {}

        /**
         * The address of the proxy.
         *
         * @param url {@code http}, host and port, without credentials
         * @return this builder
         * @throws IllegalArgumentException if a rule is broken; the message names it
         */
        public Builder address(URI url) {
            address = BaseUrl.checkProxy(url);
            return this;
        }

        /**
         * The credentials for the proxy (Basic, RFC 7617). Default: none. They are sent to the proxy without
         * encryption, so use credentials that have no other purpose.
         *
         * @param name the user, without a colon
         * @param secret the password, which each client copies and wipes when it is closed
         * @return this builder
         * @throws IllegalArgumentException if the user is blank, or has a colon or control characters
         */
        public Builder credentials(String name, Secret secret) {
            if (name.isBlank() || name.chars().anyMatch(c -> c == ':' || Character.isISOControl(c))) {
                throw new IllegalArgumentException(
                        "the user of the proxy must not be blank, and must not contain a colon or control characters");
            }
            user = name;
            password = secret;
            return this;
        }
    }
}
