package io.github.sailpat.reactive;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs something on a thread whose stack overflows soon. */
public final class SmallStack {
    private static final int BYTES = 256 * 1024;
    private static final Duration BOUND = Duration.ofMinutes(1);

    private SmallStack() {}

    /** Throws what the task throws. */
    public static void run(Runnable task) throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        task.run();
                        end.complete(null);
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                },
                "small-stack",
                BYTES);
        thread.setDaemon(true);
        thread.start();
        end.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
}
