package io.github.sailpat.reactive;

import io.github.sailpat.reactive.internal.BaseUrl;
import io.github.sailpat.reactive.internal.exchange.ProxySettings;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy between here and the tenant. It is asked for a tunnel ({@code CONNECT}, RFC 9110 section 9.3.6), so it
 * sees the tenant's name and nothing of what is sent: TLS goes through, end to end. It is the proxy that resolves the
 * tenant's name. What it refuses fails as not sent, and the message says which authentication it wants; Basic is the only
 * one that is supported.
 */
public final class ProxyOptions {
    private final ProxySettings settings;

    private ProxyOptions(Builder builder) {
        URI address = builder.address;
        if (address == null) {
            throw new IllegalArgumentException("where is the proxy? Call address(...)");
        }
        settings = new ProxySettings(address.getHost(), address.getPort(), builder.user, builder.password);
    }

    /**
     * Options, as a lambda sets them.
     *
     * @param customizer sets up the builder: the address is needed
     * @return the options
     * @throws IllegalArgumentException with the rule that is broken
     */
    public static ProxyOptions create(UnaryOperator<Builder> customizer) {
        return new ProxyOptions(customizer.apply(new Builder()));
    }

    ProxySettings settings() {
        return settings;
    }

    /** Collects {@link ProxyOptions}. */
    public static final class Builder {
        private @Nullable URI address;
        private @Nullable String user;
        private @Nullable Secret password;

        private Builder() {}

        /**
         * Where the proxy is.
         *
         * @param url {@code http}, host and port; credentials do not belong here
         * @return this builder
         * @throws IllegalArgumentException with the rule that is broken
         */
        public Builder address(URI url) {
            address = BaseUrl.checkProxy(url);
            return this;
        }

        /**
         * What the proxy lets through (Basic, RFC 7617). Default: none. It goes over the wire to the proxy in the clear,
         * as this scheme has it: take credentials that are good for nothing else.
         *
         * @param name the user, without a colon
         * @param secret the password, of which each client takes a copy, and wipes it at its end
         * @return this builder
         * @throws IllegalArgumentException if the user is blank, or has a colon or control characters
         */
        public Builder credentials(String name, Secret secret) {
            if (name.isBlank() || name.chars().anyMatch(c -> c == ':' || Character.isISOControl(c))) {
                throw new IllegalArgumentException(
                        "the proxy's user must not be blank, nor have a colon or control characters");
            }
            user = name;
            password = secret;
            return this;
        }
    }
}
