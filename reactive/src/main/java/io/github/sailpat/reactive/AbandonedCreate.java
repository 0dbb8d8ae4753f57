package io.github.sailpat.reactive;

import java.time.Instant;
import org.immutables.value.Value;

/**
 * A create that was sent, and whose outcome is not emitted, because its subscriber has cancelled or its client was
 * closed. The token may exist, and its secret is lost: look for its name among your own tokens, and delete it.
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
    Instant getStartedAt();

    /**
     * An abandoned create.
     *
     * @param name the name of the token that may exist
     * @param startedAt when the create was subscribed to
     * @return the value
     */
    static AbandonedCreate of(String name, Instant startedAt) {
        return ImmutableAbandonedCreate.of(name, startedAt);
    }
}
