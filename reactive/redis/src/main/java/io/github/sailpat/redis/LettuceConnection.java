package io.github.sailpat.redis;

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
    private volatile C current;

    private LettuceConnection(C current, @Nullable Supplier<CompletionStage<C>> opener, Mono<Void> shutdown) {
        this.current = current;
        this.opener = opener;
        this.shutdown = shutdown;
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

    /** Replaces an own connection on which nothing is received any more. */
    void replace(Runnable replaced) {
        if (opener == null || !replacing.compareAndSet(false, true)) {
            return;
        }
        C old = current;
        opener.get()
                .thenCompose(connection -> {
                    current = connection;
                    replaced.run();
                    return old.closeAsync();
                })
                .whenComplete((closed, error) -> replacing.set(false));
    }

    Mono<Void> close() {
        Mono<Void> closed = opener == null ? Mono.empty() : Mono.fromCompletionStage(this::closeCurrent);
        return closed.onErrorComplete().then(shutdown);
    }

    private CompletableFuture<Void> closeCurrent() {
        return current.closeAsync();
    }
}
