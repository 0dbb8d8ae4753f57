package io.github.sailpat.redis;

/**
 * Redis cannot be used for a rate limit: it is not reachable, refuses the credentials or the script, or the key belongs
 * to something else. The message says which, and contains no password.
 */
public final class RedisRateLimiterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisRateLimiterException(String message, Throwable cause) {
        super(message, cause);
    }
}
