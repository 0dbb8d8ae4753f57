package io.github.sailpat.reactive;

import java.time.Instant;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A create that was sent, and whose outcome did not certainly reach its subscriber, because the subscriber has
 * cancelled or the client was closed. The token may exist without anybody who knows its secret: look for it among your
 * own tokens, and delete it.
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
     * The id of the token, if it is known. There are two cases:
     *
     * <ul>
     *   <li>its secret was lost on the way, and the error or the outcome that says so was not emitted;
     *   <li>the token was emitted less than a second before the subscriber cancelled from another thread. Whether the
     *       subscriber has received it or has dropped it, nobody can tell: operators and {@code subscribe(...)} drop
     *       what arrives while they cancel.
     * </ul>
     *
     * @return the id of a token that certainly exists, or {@code null} if none is known
     */
    @Value.Parameter
    @Nullable
    String getId();

    /**
     * An abandoned create.
     *
     * @param name the name of the token that may exist
     * @param startedAt when the create was subscribed to
     * @param id the id of the token, or {@code null} if it is not known
     * @return the value
     */
    static AbandonedCreate of(String name, Instant startedAt, @Nullable String id) {
        return ImmutableAbandonedCreate.of(name, startedAt, id);
    }
}
