package io.github.sailpat.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Leases for the processes of one limit: a key for each, with the process that has it. Redis deletes it at its end. */
final class RedisLease<C extends StatefulConnection<String, String>> {
    /** The one that has it keeps it; another one gets it when the key is gone. */
    private static final String SCRIPT = """
            local holder = redis.call('get', KEYS[1])
            if holder and holder ~= ARGV[1] then return 0 end
            redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
            return 1
            """;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final LettuceConnection<C> connection;
    private final Function<C, RedisScriptingAsyncCommands<String, String>> commands;
    private final String key;
    private final String process;

    RedisLease(
            LettuceConnection<C> connection,
            Function<C, RedisScriptingAsyncCommands<String, String>> commands,
            String key,
            String process) {
        this.connection = connection;
        this.commands = commands;
        this.key = key;
        this.process = process;
    }

    Mono<Boolean> acquire(String task, Duration duration) {
        String[] keys = {key + ':' + task};
        String millis = Long.toString(Math.max(1, duration.toMillis()));
        return Mono.fromCompletionStage(() -> commands.apply(connection.current())
                        .<Long>eval(SCRIPT, ScriptOutputType.INTEGER, keys, process, millis))
                .timeout(TIMEOUT)
                .map(acquired -> acquired == 1)
                .onErrorMap(error -> RedisFailure.leasing(keys[0], error));
    }
}
