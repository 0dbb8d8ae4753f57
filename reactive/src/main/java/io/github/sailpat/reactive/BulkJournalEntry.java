package io.github.sailpat.reactive;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** What a {@link BulkJournal} records of one input at one time. Contains neither a secret nor the body of a request. */
@Value.Immutable
public interface BulkJournalEntry {
    /**
     * The key of the input, which is unique in its job.
     *
     * @return the key, of at most 1,024 characters
     */
    String getKey();

    /**
     * What is known of the input.
     *
     * @return the state
     */
    BulkJournalState getState();

    /**
     * The digest of what is sent for the input: the same key must stand for the same request.
     *
     * @return 32 hexadecimal digits
     */
    String getDigest();

    /**
     * When the entry was made.
     *
     * @return the time of the tenant, if {@link #isTenantTime()}, and otherwise of this machine
     */
    Instant getAt();

    /**
     * Whether {@link #getAt()} is the tenant's time, which dates its tokens.
     *
     * @return {@code false} before the tenant's first response
     */
    boolean isTenantTime();

    /**
     * The name of the token to be created.
     *
     * @return the name, or {@code null} if the operation does not create by a name
     */
    @Nullable
    String getName();

    /**
     * The id of the token that was created, patched, deleted or rotated.
     *
     * @return the id, or {@code null} if it is not known
     */
    @Nullable
    String getId();

    /**
     * The simple name of the error's class.
     *
     * @return the name, or {@code null} without an error
     */
    @Nullable
    String getError();

    /**
     * The HTTP status of the error.
     *
     * @return the status, or {@code null} without one
     */
    @Nullable
    Integer getStatus();

    /**
     * The tenant's tracking id of the error.
     *
     * @return the id, or {@code null} without one
     */
    @Nullable
    String getTrackingId();

    /**
     * Creates an entry by a lambda.
     *
     * @param customizer sets the values
     * @return the entry
     */
    static BulkJournalEntry create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link BulkJournalEntry}. */
    final class Builder extends ImmutableBulkJournalEntry.Builder {
        Builder() {}
    }
}
