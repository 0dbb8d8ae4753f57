package io.github.sailpat.error;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response has an error status. */
public abstract class ResponseException extends SailPointException {
    private static final long serialVersionUID = 1L;

    /** The status, also of the serialised form. */
    private final int status;

    private final transient ErrorResponse response;

    /**
     * For the subtypes.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the error body, as far as it could be read
     * @param advice what to do
     */
    protected ResponseException(CallSummary call, int status, ErrorResponse response, String advice) {
        super(call, describe(call, status, response, advice), null);
        this.status = status;
        this.response = response;
    }

    /**
     * For the subtypes.
     *
     * @param original the error of a call that another call needed
     * @param call the other call
     */
    ResponseException(ResponseException original, CallSummary call) {
        super(original, call);
        this.status = original.status;
        this.response = original.response;
    }

    private static String describe(CallSummary call, int status, ErrorResponse response, String advice) {
        StringBuilder message = new StringBuilder()
                .append(call.getRequestLine())
                .append(" returned status ")
                .append(status);
        if (response.getDetailCode() != null) {
            message.append(" [").append(response.getDetailCode()).append(']');
        }
        List<String> texts = response.getTexts();
        if (!texts.isEmpty()) {
            message.append(": ").append(String.join(" ", texts).strip());
        }
        if (response.getBodyDescription() != null) {
            message.append(": ").append(response.getBodyDescription());
        }
        if (response.getTrackingId() != null) {
            message.append(" (trackingId ").append(response.getTrackingId()).append(')');
        }
        return message.append("; ").append(advice).toString();
    }

    @Override
    public Integer getStatus() {
        return status;
    }

    /**
     * The body of the error response.
     *
     * @return the body as far as it could be read; only described if it was of another kind
     */
    public ErrorResponse getErrorResponse() {
        return response;
    }

    /**
     * How long the tenant asks to wait, from the response on ({@code Retry-After}, RFC 9110 section 10.2.3).
     *
     * @return the time, or {@code null} if the response has no valid one; always {@code null} but for 429 and 5xx
     */
    public @Nullable Duration getRetryAfter() {
        return null;
    }

    @Override
    public @Nullable String getDetailCode() {
        return response.getDetailCode();
    }

    @Override
    public @Nullable String getTrackingId() {
        return response.getTrackingId();
    }

    @Override
    public List<String> getTexts() {
        return response.getTexts();
    }
}
