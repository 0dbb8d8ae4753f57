package io.github.sailpat.error;

import org.jspecify.annotations.Nullable;

/**
 * The client was closed before the call had ended, or before it began. {@link #isMaybeApplied()} says whether the
 * request may have been applied. The error of an earlier attempt is the cause.
 */
public final class ClientClosedException extends SailPointException {
    private static final long serialVersionUID = 1L;

    /** Whether it may have been applied, also of the serialised form. */
    private final boolean maybeApplied;
    /** The name of a token that may exist, also of the serialised form. */
    private final @Nullable String name;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param maybeApplied whether the tenant may have applied the request
     * @param name for a create that may have been applied, the name of the token; else {@code null}
     * @param cause the error of the attempt before, or {@code null}
     */
    public ClientClosedException(
            CallSummary call, boolean maybeApplied, @Nullable String name, @Nullable Throwable cause) {
        super(
                call,
                "the client was closed while " + call.getPhase().getDescription()
                        + (maybeApplied ? "; the request may have been applied" : "; nothing was applied")
                        + (name == null ? "" : ": look for a token named \"" + name + "\" among your own")
                        + ". Close a client after its calls have completed, or create another client",
                cause);
        this.maybeApplied = maybeApplied;
        this.name = name;
    }

    /**
     * Whether the tenant may have applied the request, in this attempt or an earlier one.
     *
     * @return {@code false} only if it certainly has not
     */
    public boolean isMaybeApplied() {
        return maybeApplied;
    }

    /**
     * The name of the token that may exist.
     *
     * @return the name in the create request, or {@code null} if this was not a create or nothing was sent
     */
    public @Nullable String getName() {
        return name;
    }
}
