package io.github.sailpat.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says why Redis cannot be used, and what to do. */
final class RedisFailure {
    /** Of a command, and, in the words of Redis 6 and 7, of a command in a script. */
    private static final List<String> NO_PERMISSION =
            List.of("NOPERM", "user executing the script", "ACL failure in script");

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
        if (NO_PERMISSION.stream().anyMatch(reason::contains)) {
            return new RedisRateLimiterException(
                    prefix + "the user has no permission; allow +evalsha +eval +time +hgetall +hset +hdel +pexpire"
                            + " on this key",
                    error);
        }
        if (reason.contains("WRONGTYPE")) {
            return new RedisRateLimiterException(
                    prefix + "the key belongs to something else; choose another one", error);
        }
        if (reason.startsWith("MOVED")) {
            return new RedisRateLimiterException(
                    prefix + "it is a node of a cluster, and the key is on another one; use the connection of a"
                            + " RedisClusterClient",
                    error);
        }
        return new RedisRateLimiterException(prefix + reason, error);
    }

    static RedisRateLimiterException leasing(String key, Throwable error) {
        String reason = reason(error);
        String advice = NO_PERMISSION.stream().anyMatch(reason::contains) ? "; allow +eval +get +set on this key" : "";
        return new RedisRateLimiterException("Redis does not give the lease " + key + ": " + reason + advice, error);
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
