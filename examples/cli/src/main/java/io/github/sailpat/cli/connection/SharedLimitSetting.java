package io.github.sailpat.cli.connection;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.option.RateSetting;
import io.github.sailpat.redis.RedisRateLimiter;
import io.github.sailpat.redis.RedisRateLimiterException;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that {@code --shared-limit} names.
 *
 * @param redis its URL, without a password
 * @param user the user, or {@code null} for the default user
 * @param password the password, or {@code null} for none
 * @param rate the rate, or {@code null} for the default
 */
record SharedLimitSetting(
        URI redis,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable RateSetting rate) {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** The setting, or {@code null} without the option. */
    static @Nullable SharedLimitSetting of(
            @Nullable URI redis, @Nullable RateSetting rate, Map<String, String> variables) {
        if (redis == null) {
            return null;
        }
        if (redis.getRawUserInfo() != null) {
            throw new UsageException(
                    "a password is not accepted on the command line",
                    "Set TOKENS_REDIS_USER and TOKENS_REDIS_PASSWORD instead.");
        }
        if (RateSetting.OFF.equals(rate)) {
            throw new UsageException("--shared-limit needs a rate; --rate off has none", null);
        }
        String user = variables.getOrDefault("TOKENS_REDIS_USER", "");
        String password = variables.getOrDefault("TOKENS_REDIS_PASSWORD", "");
        return new SharedLimitSetting(
                redis, user.isEmpty() ? null : user, password.isEmpty() ? null : Secret.of(password), rate);
    }

    RedisRateLimiter connect(URI tenant, String clientId, ApiVersion version) {
        try {
            RedisRateLimiter limiter = RedisRateLimiter.connect(b -> {
                        b.uri(redis.toString()).tenant(tenant, clientId, version);
                        if (password != null) {
                            b.credentials(user, password);
                        }
                        return rate == null ? b : b.rate(rate.permits(), rate.window());
                    })
                    .block(TIMEOUT);
            if (limiter == null) {
                throw new IllegalStateException("no limiter");
            }
            return limiter;
        } catch (RedisRateLimiterException | IllegalArgumentException e) {
            throw new UsageException("--shared-limit: " + e.getMessage(), null);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SharedLimitSetting[" + redis.getHost() + ']';
    }
}
