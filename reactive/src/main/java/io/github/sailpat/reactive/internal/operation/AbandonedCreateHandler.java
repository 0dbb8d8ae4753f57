package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.reactive.AbandonedCreate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports creates that were sent and whose outcome did not certainly reach a subscriber: to the user's handler, or to
 * the log.
 *
 * @param handler the user's handler, or {@code null} to log a warning
 */
public record AbandonedCreateHandler(@Nullable Consumer<AbandonedCreate> handler) {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.create");

    public void handle(AbandonedCreate create) {
        if (handler == null) {
            log(create);
            return;
        }
        try {
            handler.accept(create);
        } catch (Throwable e) { // of the user's function: the cancel continues
            LOG.error("The handler of abandoned creates threw an exception for \"{}\"", create.getName(), e);
        }
    }

    private static void log(AbandonedCreate create) {
        if (create.getId() == null) {
            LOG.warn(
                    "createPersonalAccessToken of \"{}\", started at {}, was cancelled after its request was sent: the"
                            + " token may exist, and its secret is lost. Look for the name among your own tokens, and"
                            + " delete it",
                    create.getName(),
                    create.getStartedAt());
        } else {
            LOG.warn(
                    "createPersonalAccessToken of \"{}\", started at {}, was cancelled when token {} existed: if the"
                            + " subscriber did not receive it, its secret is lost. Delete the token then",
                    create.getName(),
                    create.getStartedAt(),
                    create.getId());
        }
    }
}
