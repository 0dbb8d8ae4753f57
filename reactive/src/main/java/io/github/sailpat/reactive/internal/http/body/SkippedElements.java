package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.jsonarray.SkipListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the skipped elements of one list, and logs one line when the list has terminated. */
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
    public void terminated() {
        if (count > 0) {
            LOG.warn(
                    "{}: skipped {} elements of the list that could not be read as personal access tokens, the first at"
                            + " index {}, which {}; to get an error instead, set unreadableElements(FAIL)",
                    context.summary().getRequestLine(),
                    count,
                    firstIndex,
                    firstRule);
        }
    }
}
