package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * The secrets that count as handed over when the subscriber has acknowledged their outcomes: by
 * {@link io.github.sailpat.reactive.BulkJob#acknowledge}, or by its demand. A request of n elements acknowledges the
 * next n of the outcomes that were received before it: a subscriber that asks for elements in batches may have more of
 * them in a buffer, and one that asks in advance says nothing of what it will receive. A cancel ends what is said by
 * demand; what was emitted before it can still be acknowledged by a call, for some time. Guarded by the monitor.
 */
final class Acknowledgements {
    /** How many entries are appended at the same time when a job without back-pressure has completed. */
    private static final int AT_ONCE = 64;
    /** How long the subscriber may take after a cancel to acknowledge what it has received. */
    static final Duration TIME_AFTER_CANCEL = Duration.ofSeconds(5);

    private final JobSession session;
    private final boolean manual;
    private final Scheduler timer;
    /** By the outcomes that were not received yet, or not acknowledged. */
    private final Map<BulkOutcome<?, ?>, PendingSecret> expected = new HashMap<>();
    /** Those that were received and not acknowledged by demand; without their outcomes, which contain the secrets. */
    private final Queue<Received> received = new ArrayDeque<>();

    private long receivedCount;
    private long acknowledgedCount;
    private @Nullable Thread receiving;
    private boolean terminated;
    private boolean cancelRequested;
    private boolean cancelled;
    private final Disposable.Swap timeAfterCancel = Disposables.swap();

    private record PendingSecret(JournaledInput input, String id) {}

    private record Received(PendingSecret secret, long number) {}

    Acknowledgements(JobSession session, boolean manual, Scheduler timer) {
        this.session = session;
        this.manual = manual;
        this.timer = timer;
    }

    /** An outcome with a secret is about to be emitted. */
    synchronized void expect(BulkOutcome<?, ?> outcome, JournaledInput input, String id) {
        if (!cancelled) {
            session.retain();
            expected.put(outcome, new PendingSecret(input, id));
        }
    }

    /** The subscriber has said what became of the secret of an outcome. */
    void acknowledge(BulkOutcome<?, ?> outcome, BulkJournalState state) {
        PendingSecret secret = manual ? take(outcome) : null;
        if (secret != null) {
            record(secret, state);
        }
    }

    /** The outcome is not emitted, or was not received. */
    void undelivered(BulkOutcome<?, ?> outcome) {
        if (take(outcome) != null) {
            session.release();
        }
    }

    private @Nullable PendingSecret take(BulkOutcome<?, ?> outcome) {
        PendingSecret secret;
        boolean last;
        synchronized (this) {
            secret = expected.remove(outcome);
            last = cancelled && expected.isEmpty();
        }
        if (last) {
            timeAfterCancel.dispose();
        }
        return secret;
    }

    private void record(PendingSecret secret, BulkJournalState state) {
        recorded(secret, state).subscribe();
    }

    /** The session has an error, if it cannot be recorded. */
    private Mono<Void> recorded(PendingSecret secret, BulkJournalState state) {
        return session.record(secret.input(), state, secret.id(), null)
                .onErrorComplete()
                .doOnTerminate(session::release);
    }

    /** The subscriber is about to receive an outcome, on this thread. */
    synchronized void receiving(BulkOutcome<?, ?> outcome) {
        if (!manual) {
            receivedCount++;
            receiving = Thread.currentThread();
            PendingSecret secret = expected.remove(outcome);
            if (secret != null) {
                received.add(new Received(secret, receivedCount));
            }
        }
    }

    /** The subscriber has received the outcome. */
    synchronized void received() {
        receiving = null;
    }

    /** The subscriber has requested more. */
    void requested(long n) {
        synchronized (this) {
            boolean another = receiving != null && receiving != Thread.currentThread();
            long before = another ? receivedCount - 1 : receivedCount;
            acknowledgedCount = Math.max(acknowledgedCount, Math.min(Operators.addCap(acknowledgedCount, n), before));
        }
        for (PendingSecret next = nextAcknowledged(); next != null; next = nextAcknowledged()) {
            record(next, BulkJournalState.SUCCEEDED);
        }
    }

    private synchronized @Nullable PendingSecret nextAcknowledged() {
        Received first = received.peek();
        if (first == null || first.number() > acknowledgedCount) {
            return null;
        }
        received.remove();
        return first.secret();
    }

    /**
     * All outcomes were emitted, and nothing more will be requested.
     *
     * @return completes when those that were acknowledged by demand are recorded
     */
    Mono<Void> terminated() {
        return Mono.defer(() -> {
            if (markTerminated()) {
                cancelled();
            }
            return Flux.<PendingSecret>generate(sink -> {
                        PendingSecret next = nextAcknowledged();
                        if (next == null) {
                            sink.complete();
                        } else {
                            sink.next(next);
                        }
                    })
                    .flatMap(secret -> recorded(secret, BulkJournalState.SUCCEEDED), AT_ONCE)
                    .then();
        });
    }

    /** Returns whether the subscriber has cancelled. */
    private synchronized boolean markTerminated() {
        terminated = true;
        acknowledgedCount = receivedCount;
        return cancelRequested;
    }

    /** The subscriber cancels: {@link #cancelled()} follows, unless the job has terminated. */
    void cancelRequested() {
        boolean isLast;
        synchronized (this) {
            cancelRequested = true;
            isLast = terminated;
        }
        if (isLast) {
            cancelled();
        }
    }

    /** No more outcomes are emitted. What is not acknowledged stays open: whether it was received, nobody knows. */
    void cancelled() {
        boolean atOnce;
        boolean later;
        synchronized (this) {
            atOnce = !cancelled && !manual && !terminated;
            later = !cancelled && manual && !expected.isEmpty();
            cancelled = true;
        }
        if (atOnce) {
            giveUp();
        } else if (later) {
            timeAfterCancel.update(Mono.delay(TIME_AFTER_CANCEL, timer).subscribe(done -> giveUp(), error -> giveUp()));
        }
    }

    private void giveUp() {
        int open;
        synchronized (this) {
            open = expected.size() + received.size();
            expected.clear();
            received.clear();
        }
        for (int i = 0; i < open; i++) {
            session.release();
        }
    }
}
