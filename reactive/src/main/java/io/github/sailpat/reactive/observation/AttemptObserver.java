package io.github.sailpat.reactive.observation;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/** Observes one attempt. */
public interface AttemptObserver {
    /**
     * The Context of the attempt.
     *
     * @param context the operation's
     * @return the Context, with additions
     */
    default Context enter(Context context) {
        return context;
    }

    /**
     * Headers that propagate a trace, for example {@code traceparent}. Called once, before anything is sent. They are
     * sent with the request, and never to the token endpoint. A header is left out, and that is logged, if its name is
     * not valid (RFC 9110 section 5.1) or is one that the client sets itself, if its value is not visible ASCII, spaces
     * and tabs, or if all headers together are longer than 8,192 characters.
     *
     * @return values by names, possibly empty
     */
    default Map<String, String> getHeaders() {
        return Map.of();
    }

    /**
     * The attempt has terminated; called exactly once. An attempt that was terminated by a deadline is
     * {@link CallOutcome#CANCELLED}. If an operation is cancelled while an attempt starts, this may be called after the
     * operation has terminated.
     *
     * @param outcome the outcome
     * @param error the error, or {@code null} if there is none
     */
    void terminated(CallOutcome outcome, @Nullable Throwable error);
}
