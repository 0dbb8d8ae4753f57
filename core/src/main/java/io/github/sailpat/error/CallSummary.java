package io.github.sailpat.error;

import java.time.Duration;
import java.util.Locale;
import org.immutables.value.Value;

/** What is known of a call at the moment of its error. It contains no id and no secret. */
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
     * @return method and path, with placeholders instead of values
     */
    String getRequestLine();

    /**
     * The number of attempts that were started.
     *
     * @return the number, zero if no attempt was started
     */
    int getAttempts();

    /**
     * The time since the caller subscribed.
     *
     * @return the time, including all waits
     */
    Duration getElapsed();

    /**
     * What the call was doing.
     *
     * @return the phase
     */
    CallPhase getPhase();

    /**
     * The number of list elements that were emitted before the error. They are valid.
     *
     * @return the number, zero for a call that is not a list
     */
    @Value.Default
    default long getEmitted() {
        return 0;
    }

    /**
     * Whether the call changes nothing on the tenant.
     *
     * @return {@code true} for a list, and for the request for an access token
     */
    @Value.Default
    default boolean isReadOnly() {
        return false;
    }

    /**
     * The summary as it stands at the end of a message.
     *
     * @return for example {@code (attempt 2, after 1.204 s)}
     */
    default String toText() {
        return String.format(
                Locale.ROOT,
                "(attempt %d, after %.3f s%s)",
                getAttempts(),
                getElapsed().toNanos() / 1e9,
                getEmitted() == 0 ? "" : ", " + getEmitted() + " tokens emitted before");
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
