package io.github.sailpat.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A connection of the user, which stays open, or an own one, which can be replaced and is closed. */
final class LettuceConnection<C extends StatefulConnection<String, String>> {
    private final @Nullable Supplier<CompletionStage<C>> opener;
    private final Mono<Void> shutdown;
    private final AtomicBoolean replacing = new AtomicBoolean();
    private final Listener listener = new Listener();
    private volatile boolean closed;
    private volatile C current;

    private LettuceConnection(C current, @Nullable Supplier<CompletionStage<C>> opener, Mono<Void> shutdown) {
        this.current = current;
        this.opener = opener;
        this.shutdown = shutdown;
        current.addListener(listener);
    }

    static <C extends StatefulConnection<String, String>> LettuceConnection<C> given(C connection) {
        return new LettuceConnection<>(connection, null, Mono.empty());
    }

    /** Opens an own connection; {@code shutdown} is subscribed to after it was closed. */
    static <C extends StatefulConnection<String, String>> CompletionStage<LettuceConnection<C>> open(
            Supplier<CompletionStage<C>> opener, Mono<Void> shutdown) {
        return opener.get().thenApply(connection -> new LettuceConnection<>(connection, opener, shutdown));
    }

    C current() {
        return current;
    }

    void onDisconnected(Runnable action) {
        listener.action = action;
    }

    /** Replaces an own connection on which nothing is received any more. */
    void replace(Runnable replaced) {
        if (opener == null || closed || !replacing.compareAndSet(false, true)) {
            return;
        }
        opened(opener)
                .thenCompose(connection -> {
                    if (closed) {
                        return connection.closeAsync();
                    }
                    C old = current;
                    old.removeListener(listener);
                    connection.addListener(listener);
                    current = connection;
                    replaced.run();
                    return old.closeAsync();
                })
                .whenComplete((done, error) -> replacing.set(false));
    }

    /** A client that was shut down throws. */
    private static <C> CompletionStage<C> opened(Supplier<CompletionStage<C>> opener) {
        try {
            return opener.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    Mono<Void> close() {
        Mono<Void> connection = opener == null ? Mono.empty() : Mono.fromCompletionStage(this::closeCurrent);
        return Mono.fromRunnable(() -> {
                    closed = true;
                    current.removeListener(listener);
                })
                .then(connection)
                .onErrorComplete()
                .then(shutdown);
    }

    private CompletableFuture<Void> closeCurrent() {
        return current.closeAsync();
    }

    private static final class Listener implements RedisConnectionStateListener {
        private volatile Runnable action = () -> {};

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            action.run();
        }
    }
}
