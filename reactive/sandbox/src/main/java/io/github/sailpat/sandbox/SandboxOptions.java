package io.github.sailpat.sandbox;

import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link SandboxTenant} behaves. Immutable; made by
 * {@link SandboxTenant#start(java.util.function.UnaryOperator)}.
 */
public final class SandboxOptions {

    final int port;
    final int tokens;
    final int tokensPerOwner;
    final int ratePermits;
    final Duration rateWindow;
    final @Nullable Duration accessTokenLifetime;
    final Duration latency;
    final String clientId;
    final String clientSecret;
    final boolean ownTokenListed;
    final @Nullable Duration closeIdleConnectionsAfter;
    final @Nullable KeyManagerFactory tls;
    final long generatedTokens;
    final int pieceSize;
    final int recordLast;
    final long seed;

    private SandboxOptions(Builder builder) {
        port = builder.port;
        tokens = builder.tokens;
        tokensPerOwner = builder.tokensPerOwner;
        ratePermits = builder.ratePermits;
        rateWindow = builder.rateWindow;
        accessTokenLifetime = builder.accessTokenLifetime;
        latency = builder.latency;
        clientId = builder.clientId;
        clientSecret = builder.clientSecret;
        ownTokenListed = builder.ownTokenListed;
        closeIdleConnectionsAfter = builder.closeIdleConnectionsAfter;
        tls = builder.tls;
        generatedTokens = builder.generatedTokens;
        pieceSize = builder.pieceSize;
        recordLast = builder.recordLast;
        seed = builder.seed;
    }

    static Builder builder() {
        return new Builder();
    }

    /**
     * Collects the options. Every method returns this builder; a value out of range is an
     * {@link IllegalArgumentException}.
     */
    public static final class Builder {

        private int port;
        private int tokens = 300;
        private int tokensPerOwner = 10;
        private int ratePermits = 100;
        private Duration rateWindow = Duration.ofSeconds(10);
        private @Nullable Duration accessTokenLifetime;
        private Duration latency = Duration.ZERO;
        private String clientId = "5a9d1b0c4e2f47838b6f0a7c9d1e2f30";
        private String clientSecret = "f3c1a7e95b2d4860917e3fab52c6d8049e1b7a3c5d2f4861b0c9e8d7a6f5b4c3";
        private boolean ownTokenListed;
        private @Nullable Duration closeIdleConnectionsAfter;
        private @Nullable KeyManagerFactory tls;
        private long generatedTokens = -1;
        private int pieceSize = 16 * 1024;
        private int recordLast = 20_000;
        private long seed = 42;

        private Builder() {}

        /**
         * The port to listen on.
         *
         * @param value the port; 0, the default, for any free one
         * @return this builder
         */
        public Builder port(int value) {
            port = (int) require("port", value, 0, 65_535);
            return this;
        }

        /**
         * How many tokens exist at the start. They belong to other identities than the sandbox's own credentials.
         *
         * @param value the number; default 300
         * @return this builder
         */
        public Builder tokens(int value) {
            tokens = (int) require("tokens", value, 0, Integer.MAX_VALUE);
            return this;
        }

        /**
         * How many tokens an identity may own before a create is refused.
         *
         * @param value the maximum; default 10
         * @return this builder
         */
        public Builder tokensPerOwner(int value) {
            tokensPerOwner = (int) require("tokensPerOwner", value, 0, Integer.MAX_VALUE);
            return this;
        }

        /**
         * How many API calls each client id may make on each API version, in any window of the given length. Default:
         * 100 in 10 seconds.
         *
         * @param permits the calls in a window
         * @param window the length of the window
         * @return this builder
         */
        public Builder rateLimit(int permits, Duration window) {
            ratePermits = (int) require("permits", permits, 1, 1_000_000);
            rateWindow = positive("window", window);
            return this;
        }

        /**
         * No rate limit.
         *
         * @return this builder
         */
        public Builder rateLimitOff() {
            ratePermits = 0;
            return this;
        }

        /**
         * The lifetime of every access token, independent of {@code accessTokenValiditySeconds}. The
         * {@code expires_in} of the response is this in seconds, rounded up.
         *
         * @param value the lifetime; by default the token decides
         * @return this builder
         */
        public Builder accessTokenLifetime(Duration value) {
            accessTokenLifetime = positive("accessTokenLifetime", value);
            return this;
        }

        /**
         * The time that the tenant waits before it handles a request.
         *
         * @param value the wait; default none
         * @return this builder
         */
        public Builder latency(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("latency must not be negative, but is " + value);
            }
            latency = value;
            return this;
        }

        /**
         * The client id of the sandbox's own administrator.
         *
         * @param value the id
         * @return this builder
         */
        public Builder clientId(String value) {
            clientId = value;
            return this;
        }

        /**
         * The client secret of the sandbox's own administrator.
         *
         * @param value the secret
         * @return this builder
         */
        public Builder clientSecret(String value) {
            clientSecret = value;
            return this;
        }

        /**
         * Whether the sandbox's own credentials are a token among the others: listed, counted, and invalid when
         * deleted. A real tenant is like that.
         *
         * @param value default false
         * @return this builder
         */
        public Builder ownTokenListed(boolean value) {
            ownTokenListed = value;
            return this;
        }

        /**
         * Closes a connection that was idle for this time.
         *
         * @param value the time; by default a connection is never closed for idleness
         * @return this builder
         */
        public Builder closeIdleConnectionsAfter(Duration value) {
            closeIdleConnectionsAfter = positive("closeIdleConnectionsAfter", value);
            return this;
        }

        /**
         * Serves {@code https} for the host {@code localhost} instead of {@code http}, with HTTP/2 for a client that
         * asks for it (ALPN). A fault that closes or resets the connection ends only its stream there.
         *
         * @param keys has the key of a certificate for {@code localhost} that the client trusts
         * @return this builder
         */
        public Builder tls(KeyManagerFactory keys) {
            tls = keys;
            return this;
        }

        /**
         * Lists of the whole tenant return this number of generated tokens, which are not stored: each is generated
         * when it is sent, no faster than the client reads. Lists of one owner are not changed.
         *
         * @param value the number of tokens
         * @return this builder
         */
        public Builder generatedTokens(long value) {
            generatedTokens = require("generatedTokens", value, 0, 999_999_999_999L);
            return this;
        }

        /**
         * The size of the pieces (HTTP chunks) of a list.
         *
         * @param bytes the size; default 16 KiB
         * @return this builder
         */
        public Builder pieceSize(int bytes) {
            pieceSize = (int) require("pieceSize", bytes, 1, 16 * 1024 * 1024);
            return this;
        }

        /**
         * How many requests the ledger keeps; the counters count all of them.
         *
         * @param value the number of latest requests; 0 for none; default 20,000
         * @return this builder
         */
        public Builder recordLast(int value) {
            recordLast = (int) require("recordLast", value, 0, 10_000_000);
            return this;
        }

        /**
         * Decides names, ids and secrets: the same seed gives the same tokens.
         *
         * @param value the seed
         * @return this builder
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        SandboxOptions build() {
            return new SandboxOptions(this);
        }

        private static long require(String name, long value, long least, long most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        name + " must be between " + least + " and " + most + ", but is " + value);
            }
            return value;
        }

        private static Duration positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be positive, but is " + value);
            }
            return value;
        }
    }
}
