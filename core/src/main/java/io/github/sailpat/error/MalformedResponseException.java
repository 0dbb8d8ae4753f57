package io.github.sailpat.error;

import org.jspecify.annotations.Nullable;

/**
 * The response was a success (2xx), but not one that the operation has: another status, or a body that is not the
 * API's, such as the page of a proxy. The request may have been applied. For a list, every token before {@link
 * #getElementIndex()} was emitted.
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
     * @param elementIndex the zero-based index of the element of a list, or -1
     * @param message what is wrong with the body, without quoting it
     * @param cause the error of the parser, or {@code null}
     */
    public MalformedResponseException(
            CallSummary call, int status, long elementIndex, String message, @Nullable Throwable cause) {
        super(
                call,
                "the response body could not be read: "
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
     * The index of the list element that could not be read, which is also the number of elements before it.
     *
     * @return the zero-based index, or -1 if the response is not a list
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
