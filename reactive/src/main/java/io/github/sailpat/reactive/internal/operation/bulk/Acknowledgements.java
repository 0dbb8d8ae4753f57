package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes that carry a secret which counts as handed over when the subscriber has acknowledged the outcome: by
 * {@link io.github.sailpat.reactive.BulkJob#acknowledge}, or by its demand. A subscriber that requests elements in
 * batches has taken those for which it has asked since its first request. Guarded by the monitor.
 */
final class Acknowledgements {
    private final JobSession session;
    private final boolean manual;
    private final Map<BulkOutcome<?, ?>, Secret> expected = new HashMap<>();
    private final Queue<BulkOutcome<?, ?>> emitted = new ArrayDeque<>();
    private long firstRequest;
    /** How many of the emitted outcomes the subscriber has taken, and how many of them are no longer in the queue. */
    private long taken;

    private long removed;
    private boolean cancelled;

    private record Secret(JournaledInput input, String id) {}

    Acknowledgements(JobSession session, boolean manual) {
        this.session = session;
        this.manual = manual;
    }

    /** An outcome with a secret is about to be emitted. */
    synchronized void expect(BulkOutcome<?, ?> outcome, JournaledInput input, String id) {
        if (!cancelled) {
            session.retain();
            expected.put(outcome, new Secret(input, id));
        }
    }

    /** The subscriber has acknowledged an outcome. */
    void acknowledge(BulkOutcome<?, ?> outcome, BulkJournalState state) {
        Secret secret;
        synchronized (this) {
            secret = expected.remove(outcome);
        }
        if (secret != null) {
            session.record(secret.input(), state, secret.id(), null)
                    .subscribe(nothing -> {}, error -> session.release(), session::release);
        }
    }

    /** The subscriber was given an outcome. */
    void emitted(BulkOutcome<?, ?> outcome) {
        if (manual) {
            return;
        }
        synchronized (this) {
            emitted.add(outcome);
            if (firstRequest == Long.MAX_VALUE) {
                taken++;
            }
        }
        acknowledgeTaken();
    }

    /** The subscriber has requested more. */
    void requested(long n) {
        if (manual) {
            return;
        }
        synchronized (this) {
            if (firstRequest == 0) {
                firstRequest = n;
                return;
            }
            taken = taken + n < 0 ? Long.MAX_VALUE : taken + n;
        }
        acknowledgeTaken();
    }

    private void acknowledgeTaken() {
        for (BulkOutcome<?, ?> next = nextTaken(); next != null; next = nextTaken()) {
            acknowledge(next, BulkJournalState.SUCCEEDED);
        }
    }

    private synchronized @Nullable BulkOutcome<?, ?> nextTaken() {
        if (removed >= taken) {
            return null;
        }
        BulkOutcome<?, ?> next = emitted.poll();
        removed += next == null ? 0 : 1;
        return next;
    }

    /** All outcomes were emitted, and nothing more will be requested. */
    void terminated() {
        if (!manual) {
            synchronized (this) {
                taken = Long.MAX_VALUE;
            }
            acknowledgeTaken();
        }
    }

    /** What is not acknowledged by now stays open: whether the subscriber has it, nobody knows. */
    void cancelled() {
        int open;
        synchronized (this) {
            cancelled = true;
            open = expected.size();
            expected.clear();
        }
        for (int i = 0; i < open; i++) {
            session.release();
        }
    }
}
