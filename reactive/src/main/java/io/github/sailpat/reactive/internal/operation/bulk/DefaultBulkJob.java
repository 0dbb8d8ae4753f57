package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkProgress;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.instrumentation.BulkObservation;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournalCalls;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * The operator of a bulk job: its source, its options, and what all its {@linkplain BulkSubscription subscriptions}
 * have in common. A stop is passed on to the subscriptions, which decide what it means for each item.
 *
 * @param <I> the input
 * @param <R> the result
 */
public final class DefaultBulkJob<I, R> extends BulkJob<I, R> implements Scannable {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.bulk");

    private final Flux<? extends I> source;
    private final BulkOptions options;
    private final int concurrency;
    private final BulkCallFactory<I, R> callFactory;
    private final TimeSource timeSource;
    private final Supplier<Duration> remainingPause;
    private final BulkObservation observation;
    private final OpenCalls openCalls;
    private final UndeliveredSecretHandler undelivered;
    private final Set<BulkSubscription<I, R>> subscriptions = ConcurrentHashMap.newKeySet();
    private final Flux<BulkOutcome<I, R>> outcomes;
    /** Of the latest subscription, which is not retained when it has terminated. */
    private volatile BulkCounter counter;

    private final Set<Acknowledgements> acknowledgements = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    /** By the caller; a stop by a rule is the subscription's own. */
    private volatile boolean stopped;

    /**
     * The journal of a job.
     *
     * @param journal the journal
     * @param clock the tenant's clock
     * @param calls describes the calls
     * @param <I> the input
     * @param <R> the result
     */
    public record Journal<I, R>(BulkJournal journal, TenantClock clock, JournaledCallSpec.Factory<I, R> calls) {}

    /**
     * A job without a subscription.
     *
     * @param source the inputs
     * @param options its options
     * @param concurrency the maximum number of items in flight
     * @param callFactory creates the call of an input
     * @param timeSource the time
     * @param remainingPause the remaining time of a pause that the tenant has asked for
     * @param observation observes the job
     * @param openCalls the open calls and jobs of the client, which a close terminates
     * @param undelivered takes undelivered secrets, unless the options have a handler of their own
     * @param journal its journal, or {@code null} for none
     */
    public DefaultBulkJob(
            Publisher<? extends I> source,
            BulkOptions options,
            int concurrency,
            BulkCallFactory<I, R> callFactory,
            TimeSource timeSource,
            Supplier<Duration> remainingPause,
            BulkObservation observation,
            OpenCalls openCalls,
            UndeliveredSecretHandler undelivered,
            @Nullable Journal<I, R> journal) {
        this.source = FunctionFlux.of("the source of the job", () -> source);
        this.options = options;
        this.concurrency = concurrency;
        this.callFactory = callFactory;
        this.timeSource = timeSource;
        this.counter = new BulkCounter(timeSource);
        this.remainingPause = remainingPause;
        this.observation = observation;
        this.openCalls = openCalls;
        // With a hand-over, the secret of an outcome has been handed over.
        this.undelivered = undelivered.overriddenBy(
                options.getHandOver() == null ? options.getOnUndeliveredSecret() : token -> {});
        Flux<BulkOutcome<I, R>> all = journal == null ? new Outcomes(null) : journaled(journal);
        this.outcomes = all.checkpoint("bulk " + observation.operation());
    }

    @Override
    public void subscribe(CoreSubscriber<? super BulkOutcome<I, R>> actual) {
        if (subscribed.getAndSet(true) && stopped) {
            Operators.error(
                    actual,
                    new IllegalStateException("this job was stopped by stop(): create another one to do the rest"));
        } else {
            outcomes.subscribe(actual);
        }
    }

    private Flux<BulkOutcome<I, R>> journaled(Journal<I, R> journal) {
        // usingWhen takes a request that rule 3.9 forbids for none.
        return FunctionFlux.of("the job", () -> run(journal));
    }

    /** The last acknowledgements are recorded when all outcomes were emitted, and may fail. */
    private Flux<BulkOutcome<I, R>> run(Journal<I, R> journal) {
        AtomicReference<@Nullable JournaledJob<I, R>> run = new AtomicReference<>();
        JournalCalls calls = new JournalCalls(timeSource, openCalls, this::closedError);
        Mono<JournaledJob<I, R>> opening = JobSession.open(
                        journal.journal(), observation.operation(), calls, journal.clock())
                .map(session -> opened(journal, session))
                .doOnNext(run::set);
        Flux<BulkOutcome<I, R>> all = Flux.usingWhen(
                opening,
                open -> new AcknowledgingFlux<>(new Outcomes(open), open.acknowledgements()),
                open -> closed(open, open.terminated()),
                (open, error) -> closed(open, open.failed(error)),
                open -> closed(open, open.cancelled()));
        return all.doOnCancel(() -> JournaledJob.cancelRequested(run.get()))
                .concatWith(Mono.defer(() -> Objects.requireNonNull(run.get())
                        .session()
                        .requireRecorded()
                        .then(Mono.empty())));
    }

    private JournaledJob<I, R> opened(Journal<I, R> journal, JobSession session) {
        Acknowledgements expected =
                new Acknowledgements(session, options.isManualAcknowledgement(), timeSource.scheduler());
        acknowledgements.add(expected);
        return new JournaledJob<>(session, journal.calls(), expected);
    }

    private Mono<Void> closed(JournaledJob<I, R> open, Mono<Void> end) {
        return end.doFinally(signal -> acknowledgements.remove(open.acknowledgements()));
    }

    @Override
    public void acknowledge(BulkOutcome<I, R> outcome) {
        acknowledgements.forEach(expected -> expected.acknowledge(outcome, BulkJournalState.SUCCEEDED));
    }

    @Override
    public void markSecretLost(BulkOutcome<I, R> outcome) {
        acknowledgements.forEach(expected -> expected.acknowledge(outcome, BulkJournalState.SECRET_LOST));
    }

    /** The stream itself, which the checkpoint of the operation is put around. */
    private final class Outcomes extends Flux<BulkOutcome<I, R>> {
        private final @Nullable JournaledJob<I, R> journal;

        Outcomes(@Nullable JournaledJob<I, R> journal) {
            this.journal = journal;
        }

        @Override
        public void subscribe(CoreSubscriber<? super BulkOutcome<I, R>> actual) {
            if (openCalls.isOpenFor(actual.currentContext())) {
                source.subscribe(new BulkSubscription<>(DefaultBulkJob.this, journal, actual));
            } else {
                Operators.error(actual, closedError());
            }
        }
    }

    boolean isClientClosed() {
        return openCalls.isClosed();
    }

    /** The error of items that were not started because the client is closed. */
    ClientClosedException closedError() {
        return new ClientClosedException(OpenCalls.notBegun(observation.operation(), "bulk"), false, null, null);
    }

    @Override
    public void stop() {
        stopped = true;
        subscriptions.forEach(subscription -> subscription.stop(null));
    }

    @Override
    public BulkProgress getProgress() {
        return progressOf(counter);
    }

    private BulkProgress progressOf(BulkCounter counted) {
        for (BulkSubscription<I, R> subscription : subscriptions) {
            if (counted.equals(subscription.counter)) {
                return counted.snapshot(
                        subscription.inFlight.getAsInt(),
                        subscription.waitingForPermit(),
                        remainingPause.get(),
                        stopped);
            }
        }
        return counted.snapshot(0, 0, Duration.ZERO, stopped);
    }

    void add(BulkSubscription<I, R> subscription) {
        subscription.counter.markStarted();
        subscriptions.add(subscription);
        counter = subscription.counter;
        LOG.debug("Bulk {} started: at most {} items in flight", observation.operation(), concurrency);
        observation.started(subscription.inFlight);
        if (stopped) {
            subscription.stop(null);
        }
        openCalls.addJob(subscription.onClose, subscription.currentContext());
    }

    /** May be called more than once. */
    void remove(BulkSubscription<I, R> subscription, String signal) {
        boolean first = subscriptions.remove(subscription);
        openCalls.removeJob(subscription.onClose);
        observation.terminated(subscription.inFlight);
        subscription.counter.markTerminated();
        if (first && LOG.isDebugEnabled()) {
            BulkProgress progress = progressOf(subscription.counter);
            LOG.debug(
                    "Bulk {} {}: {} inputs taken, {} succeeded, {} rejected, {} unknown, {} secret lost,"
                            + " {} not attempted",
                    observation.operation(),
                    signal,
                    progress.getTaken(),
                    progress.getSucceeded(),
                    progress.getRejected(),
                    progress.getUnknown(),
                    progress.getSecretLost(),
                    progress.getNotAttempted());
        }
    }

    void observeOutcome(BulkOutcomeKind kind) {
        observation.itemTerminated(kind);
    }

    TimeSource timeSource() {
        return timeSource;
    }

    BulkOptions options() {
        return options;
    }

    int concurrency() {
        return concurrency;
    }

    BulkCallFactory<I, R> callFactory() {
        return callFactory;
    }

    UndeliveredSecretHandler undelivered() {
        return undelivered;
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        if (key == Attr.PARENT) {
            return source;
        }
        if (key == Attr.PREFETCH) {
            return concurrency;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }

    @Override
    public String stepName() {
        return "bulk " + observation.operation();
    }
}
