package io.github.sailpat.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Runs the script by Lettuce. A connection that is lost is reported at once: Lettuce does not keep commands for it. */
final class LettuceStore<C extends StatefulConnection<String, String>> implements PermitStore {
    /** With so many commands without a reply the connection is considered dead, although it is open. */
    private static final int MAX_PENDING = 8;

    private final LettuceConnection<C> connection;
    private final Function<C, RedisScriptingAsyncCommands<String, String>> commands;
    private final String[] keys;
    private final RateLimitScript script;
    private final AtomicInteger pending = new AtomicInteger();

    LettuceStore(
            LettuceConnection<C> connection,
            Function<C, RedisScriptingAsyncCommands<String, String>> commands,
            String key,
            RateLimitScript script) {
        this.connection = connection;
        this.commands = commands;
        this.keys = new String[] {key};
        this.script = script;
    }

    @Override
    public CompletionStage<PermitReply> exchange(PermitReport report) {
        C open = connection.current();
        if (!open.isOpen()) {
            return CompletableFuture.failedFuture(new IllegalStateException("not connected"));
        }
        if (pending.get() >= MAX_PENDING) {
            connection.replace(() -> pending.set(0));
            return CompletableFuture.failedFuture(
                    new IllegalStateException("no reply to " + MAX_PENDING + " commands"));
        }
        pending.incrementAndGet();
        return started(open, script.arguments(report)).whenComplete((reply, error) -> {
            pending.updateAndGet(n -> Math.max(0, n - 1));
        });
    }

    /** A connection that was closed throws. */
    private CompletionStage<PermitReply> started(C open, String[] arguments) {
        try {
            return run(commands.apply(open), arguments);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** By the digest of the script; by its text if Redis does not know it, which is so after a restart. */
    private CompletionStage<PermitReply> run(RedisScriptingAsyncCommands<String, String> redis, String[] arguments) {
        CompletionStage<List<Long>> byDigest =
                redis.evalsha(RateLimitScript.SHA, ScriptOutputType.MULTI, keys, arguments);
        return byDigest.exceptionallyCompose(error -> {
                    if (!(cause(error) instanceof RedisNoScriptException)) {
                        return CompletableFuture.failedFuture(cause(error));
                    }
                    CompletionStage<List<Long>> byText =
                            redis.eval(RateLimitScript.TEXT, ScriptOutputType.MULTI, keys, arguments);
                    return byText;
                })
                .thenApply(PermitReply::of);
    }

    @Override
    public void onDisconnected(Runnable listener) {
        connection.onDisconnected(listener);
    }

    static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    @Override
    public Mono<Void> close() {
        return connection.close();
    }
}
