package io.github.sailpat.reactive;

import java.time.Instant;
import org.immutables.value.Value;

/**
 * A create that was sent, and whose outcome nobody will hear, because its subscriber has cancelled or its client was
 * closed. The token may exist, and nobody has its secret: look for its name among your own tokens, and delete it.
 */
@Value.Immutable
public interface AbandonedCreate {
    /**
     * The name of the token that may exist.
     *
     * @return the name that was asked for
     */
    @Value.Parameter
    String getName();

    /**
     * When the create was subscribed to, by the clock of this machine.
     *
     * @return the time
     */
    @Value.Parameter
    Instant getBegunAt();

    /**
     * An abandoned create.
     *
     * @param name the name of the token that may exist
     * @param begunAt when the create was subscribed to
     * @return the value
     */
    static AbandonedCreate of(String name, Instant begunAt) {
        return ImmutableAbandonedCreate.of(name, begunAt);
    }
}
