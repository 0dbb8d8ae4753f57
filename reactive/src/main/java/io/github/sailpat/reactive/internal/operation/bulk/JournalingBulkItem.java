package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * An item of a job with a journal. Before its call it looks for the input in the journal, and records that the call is
 * about to be sent; after the call it records the outcome, and then passes it on.
 */
final class JournalingBulkItem<I, R> extends BulkItem<I, R> {
    private static final int MAX_CAUSES = 4;

    private final JournaledJob<I, R> job;
    private final JobSession session;
    private final AtomicBoolean retained = new AtomicBoolean(true);
    /** The lookup in the journal and of what an earlier run has sent, which a cancel ends. */
    private final Disposable.Swap lookup = Disposables.swap();

    private volatile @Nullable JournaledCallSpec<R> call;
    private volatile boolean inDoubt;
    /** Whether the journal shall know nothing of the outcome, because it has an entry that counts. */
    private volatile boolean unrecorded;

    JournalingBulkItem(BulkSubscription<I, R> parent, long index, I input, JournaledJob<I, R> job) {
        super(parent, index, input);
        this.job = job;
        this.session = job.session();
        session.retain();
    }

    @Override
    void start(BulkCallFactory<I, R> callFactory) {
        JournaledCallSpec<R> described;
        try {
            described = job.calls().describe(input, session, this::tokenReceived);
            if (!session.take(described.input().key())) {
                throw new IllegalArgumentException(
                        "the key " + described.input().key()
                                + " stands for another input of this job too, so nothing was sent: give each a key");
            }
        } catch (Throwable e) { // a fatal one too: without an outcome the job would never complete
            refuse(e);
            return;
        }
        call = described;
        lookup.update(look(described).subscribe(this::proceed, this::notRecorded, null, currentContext()));
    }

    private Mono<Resumption<R>> look(JournaledCallSpec<R> described) {
        Mono<Resumption<R>> send = Mono.defer(() -> allowed(
                described,
                session.record(described.input(), BulkJournalState.SENT).thenReturn(new Resumption.Send<>(false))));
        return session.find(described.input())
                .flatMap(entry -> lookInto(described, entry, send))
                .switchIfEmpty(send);
    }

    private Mono<Resumption<R>> lookInto(
            JournaledCallSpec<R> described, BulkJournalEntry entry, Mono<Resumption<R>> send) {
        if (!entry.getDigest().equals(described.input().digest())) {
            return Mono.just(new Resumption.Refused<>(changed(entry)));
        }
        if (entry.getState().isFinal()) {
            return Mono.just(new Resumption.Done<>(entry.getState()));
        }
        return entry.getState() == BulkJournalState.NOT_ATTEMPTED
                ? send
                : allowed(described, session.untilStopped(described.resume(entry), new Resumption.Send<>(true)));
    }

    private static BulkJournalException changed(BulkJournalEntry entry) {
        boolean mayBeApplied = !entry.getState().isFinal() && entry.getState() != BulkJournalState.NOT_ATTEMPTED;
        return new BulkJournalException(
                mayBeApplied
                        ? "the input " + entry.getKey() + " has changed since an earlier run sent it, whose outcome is"
                                + " not known: what was sent then may have been applied, and what it is now was not"
                                + " sent. Run the job with the earlier input first, or look into it by hand"
                        : "the input " + entry.getKey() + " has changed since the journal recorded it, so it was not"
                                + " sent: give it another key, or start with another journal",
                null);
    }

    /** The call, unless the options do not allow it. What is done already needs no permission. */
    private static <R> Mono<Resumption<R>> allowed(JournaledCallSpec<R> described, Mono<Resumption<R>> call) {
        try {
            described.requireAllowed();
            return call;
        } catch (Throwable e) { // a fatal one too: without an outcome the job would never complete
            return Mono.just(new Resumption.Refused<>(e));
        }
    }

    private void proceed(Resumption<R> resumption) {
        JournaledCallSpec<R> described = Objects.requireNonNull(call);
        if (resumption instanceof Resumption.Send<R> send) {
            inDoubt = send.inDoubt();
            if (parent.mayBegin(this)) {
                send(described);
            }
        } else if (resumption instanceof Resumption.Done<R> done) {
            skipDone(done.state());
        } else if (resumption instanceof Resumption.Applied<R> applied) {
            terminate(new BulkOutcome.Succeeded<>(input, index, 0, applied.result()));
        } else if (resumption instanceof Resumption.Lost<R> lost) {
            abandonedBy(described::abandoned);
            terminate(new BulkOutcome.SecretLost<>(input, index, 0, lost.error()));
        } else if (resumption instanceof Resumption.Unclear<R> unclear) {
            inDoubt = true;
            abandonedBy(described::abandoned);
            terminate(new BulkOutcome.Unknown<>(input, index, 0, unclear.error()));
        } else if (resumption instanceof Resumption.Refused<R> refused) {
            refuse(refused.error());
        }
    }

    private void send(JournaledCallSpec<R> described) {
        BulkCallFactory.Prepared<R> prepared;
        try {
            prepared = described.prepare(inDoubt);
        } catch (Throwable e) { // a fatal one too, as above
            terminate(new BulkOutcome.Rejected<>(input, index, 0, e));
            return;
        }
        begin(prepared);
        parent.afterBegin(this);
    }

    private void refuse(Throwable error) {
        unrecorded = true;
        terminate(new BulkOutcome.Rejected<>(input, index, 0, error));
    }

    /** The job stops, because it cannot record that the call is about to be sent. */
    private void notRecorded(Throwable error) {
        unrecorded = true;
        skip(error);
    }

    private void skipDone(BulkJournalState state) {
        release();
        parent.itemDoneBefore(this, state);
    }

    @Override
    void deliver(BulkOutcome<I, R> outcome) {
        JournaledCallSpec<R> described = call;
        if (described == null || unrecorded || isLeftOpen(outcome)) {
            pass(outcome);
            return;
        }
        String id = outcome instanceof BulkOutcome.SecretLost<I, R> lost ? lost.getId() : null;
        if (outcome instanceof BulkOutcome.Succeeded<I, R> succeeded
                && succeeded.getResult() instanceof CreatedPersonalAccessToken created) {
            id = created.getId();
            JournaledCallSpec.SuccessRecord record = described.successRecord();
            if (record == JournaledCallSpec.SuccessRecord.BY_ACKNOWLEDGEMENT) {
                job.acknowledgements().expect(outcome, described.input(), id);
                pass(outcome);
                return;
            }
            if (record == JournaledCallSpec.SuccessRecord.BY_CALL && outcome.getAttempts() > 0) {
                pass(outcome);
                return;
            }
        }
        record(described.recorded(outcome), id, outcome.getError(), () -> pass(outcome));
    }

    private void record(BulkJournalState state, @Nullable String id, @Nullable Throwable error, Runnable afterwards) {
        JournaledInput described = Objects.requireNonNull(call).input();
        session.record(described, state, id, error).subscribe(nothing -> {}, failure -> afterwards.run(), afterwards);
    }

    /**
     * Whether the next run shall look into what was sent: what the close of the client has interrupted, as the end of
     * the process would have, and what an earlier run has sent and this one has not found out about.
     */
    private boolean isLeftOpen(BulkOutcome<I, R> outcome) {
        boolean notAttempted = outcome instanceof BulkOutcome.NotAttempted;
        if (!notAttempted
                && parent.isClientClosed()
                && isOrHasCause(outcome.getError(), ClientClosedException.class::isInstance)) {
            return true;
        }
        boolean unknown = outcome instanceof BulkOutcome.Unknown;
        return inDoubt
                && (notAttempted
                        || (unknown && parent.isStopping())
                        || isOrHasCause(outcome.getError(), JobStoppingErrors::isOne));
    }

    private static boolean isOrHasCause(@Nullable Throwable error, Predicate<Throwable> kind) {
        int depth = 0;
        for (Throwable next = error; next != null && depth < MAX_CAUSES; next = next.getCause(), depth++) {
            if (kind.test(next)) {
                return true;
            }
        }
        return false;
    }

    private void pass(BulkOutcome<I, R> outcome) {
        super.deliver(outcome);
        release();
    }

    @Override
    public void cancel() {
        lookup.dispose();
        super.cancel();
        release();
    }

    @Override
    void handOverUndelivered() {
        BulkOutcome<I, R> known = outcome();
        if (known != null) {
            job.acknowledgements().undelivered(known);
        }
        super.handOverUndelivered();
    }

    private void release() {
        if (retained.compareAndSet(true, false)) {
            session.release();
        }
    }
}
