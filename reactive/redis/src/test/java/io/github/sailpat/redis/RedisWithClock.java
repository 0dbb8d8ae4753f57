package io.github.sailpat.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** The script on a real Redis, but with a clock that a test decides. */
record RedisWithClock(
        StatefulRedisConnection<String, String> connection, SharedRate rate, String key, LongSupplier clockMillis)
        implements PermitStore {
    private static final String TEXT = RateLimitScript.TEXT.replace("redis.call('TIME')", "{0, KEYS[2] * 1000}");

    PermitReply run(PermitReport report) {
        String[] keys = {key, Long.toString(clockMillis.getAsLong())};
        List<Long> reply =
                connection.sync().eval(TEXT, ScriptOutputType.MULTI, keys, new RateLimitScript(rate).arguments(report));
        return PermitReply.of(reply);
    }

    @Override
    public CompletionStage<PermitReply> exchange(PermitReport report) {
        return CompletableFuture.completedFuture(run(report));
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }
}
