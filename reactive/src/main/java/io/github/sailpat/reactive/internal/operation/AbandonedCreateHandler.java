package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.reactive.AbandonedCreate;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of creates whose outcome nobody will hear.
 *
 * @param handler the user's, or {@code null}
 */
public record AbandonedCreateHandler(@Nullable Consumer<AbandonedCreate> handler) {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.create");

    public void tell(String name, Instant begun) {
        if (handler == null) {
            LOG.warn(
                    "The create of \"{}\", begun at {}, was cancelled after it was sent: the token may exist, and nobody"
                            + " has its secret. Look for its name, and delete it",
                    name,
                    begun);
            return;
        }
        try {
            handler.accept(AbandonedCreate.of(name, begun));
        } catch (Throwable e) { // of the user's function: the cancel goes on
            LOG.error("The handler of abandoned creates failed with that of \"{}\"", name, e);
        }
    }
}
