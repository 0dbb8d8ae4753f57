package io.github.sailpat.reactive.observation;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/** Sees one attempt. */
public interface AttemptObserver {
    /**
     * Makes the Context that the attempt works in.
     *
     * @param context the operation's
     * @return that, or more
     */
    default Context enter(Context context) {
        return context;
    }

    /**
     * Headers by which the tenant's side continues a trace, for example {@code traceparent}; asked for once, before
     * anything is sent. They go with the call, and never to the token endpoint. One is left out, and that is logged, if
     * its name is no token of HTTP or is a header that the client sets itself, if its value is not visible ASCII, spaces
     * and tabs, or if all of them together are longer than 8,192 characters.
     *
     * @return values by names, maybe none
     */
    default Map<String, String> getHeaders() {
        return Map.of();
    }

    /**
     * The attempt has ended; called exactly once. One that a deadline ends is {@link CallOutcome#CANCELLED}. When a
     * cancel meets a beginning attempt, it may come after the end of the operation.
     *
     * @param outcome how
     * @param error why it has failed, or {@code null} if it has not
     */
    void ended(CallOutcome outcome, @Nullable Throwable error);
}
