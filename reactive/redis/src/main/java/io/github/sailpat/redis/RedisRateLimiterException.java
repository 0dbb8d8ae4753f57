package io.github.sailpat.redis;

import io.github.sailpat.internal.disconnect.DisconnectMessageRewriter;

/**
 * Redis cannot be used for a rate limit: it is not reachable, refuses the credentials or the script, or the key belongs
 * to something else. The message says which, and contains no password. An I/O error of the connection to Redis is
 * {@linkplain #getSuppressed() suppressed} and not the cause, as in a {@link
 * io.github.sailpat.error.SailPointException}.
 */
public final class RedisRateLimiterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("this-escape") // into addSuppressed, which is final
    RedisRateLimiterException(String message, Throwable cause) {
        super(DisconnectMessageRewriter.replace(message), DisconnectMessageRewriter.cause(cause));
        DisconnectMessageRewriter.suppress(this, cause);
    }
}
