package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.operation.CreateReconciler;
import io.github.sailpat.reactive.internal.operation.SecretHandOver;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import io.github.sailpat.reactive.internal.pipeline.Reconciler;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenQuery;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A create of a job with a journal, which is looked for by its name if an earlier run has sent it. */
final class JournaledCreate implements JournaledCallSpec<CreatedPersonalAccessToken>, SecretHandOver.Recorder {
    private final BulkJobs jobs;
    private final BulkOptions options;
    private final JournaledInput input;
    private final CreatePersonalAccessTokenRequest request;
    private final ApiCall<CreatedPersonalAccessToken> call;
    private final JobSession session;
    private final @Nullable SecretHandOver handOver;
    private final Consumer<CreatedPersonalAccessToken> received;
    /** Of an earlier run. */
    private volatile @Nullable BulkJournalEntry sent;

    JournaledCreate(
            BulkJobs jobs,
            BulkOptions options,
            JournaledInput input,
            CreatePersonalAccessTokenRequest request,
            ApiCall<CreatedPersonalAccessToken> call,
            JobSession session,
            @Nullable SecretHandOver handOver,
            Consumer<CreatedPersonalAccessToken> received) {
        this.jobs = jobs;
        this.options = options;
        this.input = input;
        this.request = request;
        this.call = call;
        this.session = session;
        this.handOver = handOver;
        this.received = received;
    }

    @Override
    public JournaledInput input() {
        return input;
    }

    @Override
    public BulkCallFactory.Prepared<CreatedPersonalAccessToken> prepare(boolean inDoubt) {
        BulkCallFactory.Prepared<CreatedPersonalAccessToken> create = handOver == null
                ? jobs.prepareCreate(request, options, received, session::during)
                : jobs.prepareHandedOver(request, options, handOver.recordedBy(this), session::during);
        return inDoubt
                ? create.resumingOn(
                        CreateReconciler::mayBeNameConflict,
                        refused -> lookAgain((CallContext) create.progress(), refused))
                : create;
    }

    @Override
    public Mono<Resumption<CreatedPersonalAccessToken>> resume(BulkJournalEntry entry) {
        sent = entry;
        return lookFor(entry, jobs.context(call, options), jobs.replaceLostTokens())
                .flatMap(found -> found instanceof Resumption.Send ? sentAgain(found) : Mono.just(found));
    }

    /** The next run looks for a token of this time, and not only of that of the earlier run. */
    private <T> Mono<T> sentAgain(T found) {
        return session.record(input, BulkJournalState.SENT).thenReturn(found);
    }

    private Mono<Resumption<CreatedPersonalAccessToken>> lookFor(
            BulkJournalEntry entry, CallContext context, boolean mayReplace) {
        Flux<PersonalAccessToken> ownTokens = jobs.pipeline()
                .execute(
                        jobs.calls().list(TokenQuery.builder().ownedByMe().build()),
                        context.time().getDeadline(),
                        options.getPatience(),
                        Reconciler.NONE);
        return new CreateResumption(ownTokens, session.findNamesakes(input), options, jobs, mayReplace)
                .resume(entry, request.getName(), context.summary());
    }

    /**
     * No token had the name, and then the tenant refused the create, perhaps because of the name: what the earlier run
     * has sent may have been applied all the same, a little later than it was looked for.
     */
    private Mono<CreatedPersonalAccessToken> lookAgain(CallContext context, Throwable refused) {
        Resumption<CreatedPersonalAccessToken> stopped =
                unclear(context, new BulkJournalException("the job was stopped before it was looked into", refused));
        return session.untilStopped(lookFor(Objects.requireNonNull(sent), context, false), stopped)
                .flatMap(found -> {
                    if (found instanceof Resumption.Applied<CreatedPersonalAccessToken> applied) {
                        return Mono.defer(() -> handedOver(applied.result()))
                                .onErrorComplete()
                                .thenReturn(applied.result());
                    } else if (found instanceof Resumption.Lost<CreatedPersonalAccessToken> lost) {
                        return Mono.error(lost.error());
                    } else if (found instanceof Resumption.Unclear<CreatedPersonalAccessToken> unclear) {
                        return Mono.error(unclear.error());
                    }
                    boolean absent =
                            found instanceof Resumption.Send<CreatedPersonalAccessToken> send && send.inDoubt();
                    return Mono.error(absent ? unclear(context, refused).error() : refused);
                });
    }

    private Resumption.Unclear<CreatedPersonalAccessToken> unclear(CallContext context, Throwable cause) {
        return new Resumption.Unclear<>(new OutcomeUnknownException(context.summary(), request.getName(), cause));
    }

    @Override
    public void abandoned(Throwable error) {
        jobs.reconcilers().apply(request).abandoned(Objects.requireNonNull(sent).getAt(), error);
    }

    @Override
    public SuccessRecord successRecord() {
        return handOver == null ? SuccessRecord.BY_ACKNOWLEDGEMENT : SuccessRecord.BY_CALL;
    }

    @Override
    public void started() {
        session.retain();
    }

    @Override
    public Mono<Void> handedOver(CreatedPersonalAccessToken token) {
        return session.record(input, BulkJournalState.SUCCEEDED, token.getId(), null);
    }

    @Override
    public void ended() {
        session.release();
    }
}
