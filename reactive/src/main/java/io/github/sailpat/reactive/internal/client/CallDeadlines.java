package io.github.sailpat.reactive.internal.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of the calls of a client.
 *
 * @param call of a call with one result
 * @param list of a list, for which only the time with demand counts
 * @param patience of the calls of a job, the longest time that one waits in total because the tenant asks for it;
 *     {@code null} for single calls, which wait within their deadline
 */
record CallDeadlines(Duration call, Duration list, @Nullable Duration patience) {

    CallDeadlines withPatience(Duration ofJob) {
        return new CallDeadlines(call, list, ofJob);
    }
}
