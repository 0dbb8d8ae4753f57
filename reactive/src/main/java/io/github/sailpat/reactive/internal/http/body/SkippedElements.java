package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.jsonarray.SkipListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the elements of one list that were passed over, and says so in one line when the list has ended. */
final class SkippedElements implements SkipListener {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.list");

    private final CallContext context;
    private long count;
    private long firstIndex;
    private String firstRule = "";

    SkippedElements(CallContext context) {
        this.context = context;
    }

    @Override
    public void skipped(long elementIndex, String rule) {
        if (count++ == 0) {
            firstIndex = elementIndex;
            firstRule = rule;
        }
    }

    @Override
    public void ended() {
        if (count > 0) {
            LOG.warn(
                    "{}: {} of the list's elements could not be read as tokens and were skipped, the first at index {},"
                            + " which {}; unreadableElements(FAIL) makes that an error",
                    context.summary().getRequestLine(),
                    count,
                    firstIndex,
                    firstRule);
        }
    }
}
