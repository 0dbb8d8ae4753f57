package io.github.sailpat.redis;

import org.jspecify.annotations.Nullable;

/** Says why Redis cannot be used, and what to do. */
final class RedisFailure {
    private RedisFailure() {}

    static RedisRateLimiterException connecting(String where, Throwable error) {
        String reason = reason(error);
        if (reason.contains("WRONGPASS") || reason.contains("NOAUTH") || reason.contains("invalid password")) {
            return new RedisRateLimiterException(
                    "Redis at " + where + " refuses the credentials; check user and password of the URI", error);
        }
        return new RedisRateLimiterException(
                "cannot connect to Redis at " + where + " (" + reason + "); check the URI", error);
    }

    static RedisRateLimiterException running(String where, String key, Throwable error) {
        String reason = reason(error);
        if (reason.contains("NOAUTH")) {
            return connecting(where, error);
        }
        String prefix = "Redis at " + where + " cannot run the script of the rate limit on the key " + key + ": ";
        if (reason.contains("NOPERM")) {
            return new RedisRateLimiterException(
                    prefix + "the user has no permission; allow +evalsha +eval +time +hgetall +hset +hdel +pexpire"
                            + " on this key",
                    error);
        }
        if (reason.contains("WRONGTYPE")) {
            return new RedisRateLimiterException(
                    prefix + "the key belongs to something else; choose another one", error);
        }
        return new RedisRateLimiterException(prefix + reason, error);
    }

    /** The message of the innermost cause: the outer ones repeat the address. */
    static String reason(Throwable error) {
        Throwable innermost = error;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        @Nullable String message = innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message;
    }
}
