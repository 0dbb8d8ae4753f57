package io.github.sailpat.error;

import org.jspecify.annotations.Nullable;

/**
 * The response was a success (2xx), but none that the operation has: another status, or a body that is not the API's, such as
 * the page of a proxy. What was asked for may have been applied.
 * For a list, every token before {@link #getElementIndex()} was given out.
 */
public final class MalformedResponseException extends SailPointException {
    private static final long serialVersionUID = 1L;

    /** The status, also of the serialised form. */
    private final int status;
    /** The element index, also of the serialised form. */
    private final long elementIndex;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param elementIndex the zero-based index of the list's element, or -1 if it is not about one
     * @param message what is wrong with the answer, without quoting it
     * @param cause what the parser says, or {@code null}
     */
    public MalformedResponseException(
            CallSummary call, int status, long elementIndex, String message, @Nullable Throwable cause) {
        super(
                call,
                "the answer could not be understood: "
                        + (elementIndex < 0 ? "" : "at element " + elementIndex + ", ")
                        + message
                        + (call.isReadOnly() ? "" : "; it may have been applied"),
                cause);
        this.status = status;
        this.elementIndex = elementIndex;
    }

    @Override
    public Integer getStatus() {
        return status;
    }

    /**
     * Where in a list it went wrong, which is also how many elements were read before it.
     *
     * @return the zero-based index, or -1 if the answer is no list
     */
    public long getElementIndex() {
        return elementIndex;
    }

    private MalformedResponseException(MalformedResponseException original, CallSummary outer) {
        super(original, outer);
        this.status = original.status;
        this.elementIndex = original.elementIndex;
    }

    @Override
    public MalformedResponseException within(CallSummary outer) {
        return new MalformedResponseException(this, outer);
    }
}
