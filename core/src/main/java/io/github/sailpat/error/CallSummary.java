package io.github.sailpat.error;

import java.time.Duration;
import java.util.Locale;
import org.immutables.value.Value;

/** The story of a call up to the moment of its error. It holds no id and no secret. */
@Value.Immutable
public interface CallSummary {
    /**
     * The operation by its name in the API, for example {@code createPersonalAccessToken}.
     *
     * @return the name
     */
    String getOperation();

    /**
     * Method and URI template, for example {@code DELETE /beta/personal-access-tokens/{id}}.
     *
     * @return the request line without values
     */
    String getRequestLine();

    /**
     * How many attempts were begun.
     *
     * @return the number, zero if nothing was tried
     */
    int getAttempts();

    /**
     * The time since the caller subscribed.
     *
     * @return the time, waiting included
     */
    Duration getElapsed();

    /**
     * Where the call was.
     *
     * @return the phase
     */
    CallPhase getPhase();

    /**
     * How many elements of a list were given out before; they were valid.
     *
     * @return the number, zero for a call that is no list
     */
    @Value.Default
    default long getEmitted() {
        return 0;
    }

    /**
     * Whether the call changes nothing on the tenant, so that it does not matter whether it arrived.
     *
     * @return {@code true} for a list, and for the fetch of a bearer
     */
    @Value.Default
    default boolean isReadOnly() {
        return false;
    }

    /**
     * The summary as the end of a message.
     *
     * @return for example {@code (attempt 2, after 1.204 s)}
     */
    default String toText() {
        return String.format(
                Locale.ROOT,
                "(attempt %d, after %.3f s%s)",
                getAttempts(),
                getElapsed().toNanos() / 1e9,
                getEmitted() == 0 ? "" : ", " + getEmitted() + " tokens given out before");
    }

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link CallSummary}. */
    final class Builder extends ImmutableCallSummary.Builder {
        Builder() {}
    }
}
