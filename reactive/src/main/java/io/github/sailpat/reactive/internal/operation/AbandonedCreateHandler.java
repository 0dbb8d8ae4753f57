package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.reactive.AbandonedCreate;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports creates that were sent and whose outcome is not emitted to any subscriber: to the user's handler, or to the
 * log.
 *
 * @param handler the user's handler, or {@code null} to log a warning
 */
public record AbandonedCreateHandler(@Nullable Consumer<AbandonedCreate> handler) {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.create");

    public void handle(String name, Instant startedAt) {
        if (handler == null) {
            LOG.warn(
                    "createPersonalAccessToken of \"{}\", started at {}, was cancelled after its request was sent: the"
                            + " token may exist, and its secret is lost. Look for the name among your own tokens, and"
                            + " delete it",
                    name,
                    startedAt);
            return;
        }
        try {
            handler.accept(AbandonedCreate.of(name, startedAt));
        } catch (Throwable e) { // of the user's function: the cancel continues
            LOG.error("The handler of abandoned creates threw an exception for \"{}\"", name, e);
        }
    }
}
