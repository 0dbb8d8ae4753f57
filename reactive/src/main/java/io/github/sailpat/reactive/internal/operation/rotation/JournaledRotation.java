package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.internal.call.AttemptEffect;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.operation.bulk.BulkCallFactory;
import io.github.sailpat.reactive.internal.operation.bulk.JournaledCallSpec;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.function.Function;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * One rotation of a job with a journal. Running a rotation again continues it, until its old token is being deleted:
 * before that, the journal records that nothing else is left to do.
 */
final class JournaledRotation implements JournaledCallSpec<RotatedPersonalAccessToken> {
    private final JournaledInput input;
    private final JobSession session;
    private final RotationOptions options;
    private final PersonalAccessTokens tokens;
    private final Function<RotationOptions, BulkCallFactory.Prepared<RotatedPersonalAccessToken>> rotation;
    private final Predicate<String> isOwn;
    private final Runnable requireAllowed;
    private volatile boolean onlyDeletes;

    JournaledRotation(
            String id,
            JobSession session,
            RotationOptions options,
            PersonalAccessTokens tokens,
            Predicate<String> isOwn,
            Runnable requireAllowed,
            Function<RotationOptions, BulkCallFactory.Prepared<RotatedPersonalAccessToken>> rotation) {
        this.input = new JournaledInput(id, JournaledInput.digest(id, null), null, id);
        this.session = session;
        this.options = options;
        this.tokens = tokens;
        this.isOwn = isOwn;
        this.requireAllowed = requireAllowed;
        this.rotation = rotation;
    }

    @Override
    public JournaledInput input() {
        return input;
    }

    @Override
    public void requireAllowed() {
        requireAllowed.run();
    }

    @Override
    public BulkCallFactory.Prepared<RotatedPersonalAccessToken> prepare(boolean inDoubt) {
        BulkCallFactory.Prepared<RotatedPersonalAccessToken> prepared =
                rotation.apply(RotationOptions.create(o -> o.from(options).beforeDelete(this::beforeDelete)));
        if (inDoubt) {
            ((HaltableRotation) prepared.progress()).markContinued();
        }
        return prepared;
    }

    private Publisher<?> beforeDelete(CreatedPersonalAccessToken created) {
        return FunctionFlux.of(
                        "beforeDelete(...)", () -> options.getBeforeDelete().apply(created))
                .ignoreElements()
                .then(session.record(input, BulkJournalState.DELETING_OLD, null, null));
    }

    @Override
    public Mono<Resumption<RotatedPersonalAccessToken>> resume(BulkJournalEntry entry) {
        if (entry.getState() != BulkJournalState.DELETING_OLD) {
            return Mono.just(new Resumption.Send<>(true));
        }
        if (isOwn.test(input.key())) {
            return Mono.just(new Resumption.Refused<>(new BulkJournalException(
                    "the client uses token " + input.key() + ", whose successor an earlier run has handed over: create"
                            + " the client with the successor, and run the job again to delete the old token",
                    null)));
        }
        onlyDeletes = true;
        return tokens.delete(input.key())
                .onErrorComplete(AttemptEffect::isAbsent)
                .then(session.record(input, BulkJournalState.SUCCEEDED))
                .<Resumption<RotatedPersonalAccessToken>>thenReturn(new Resumption.Done<>(BulkJournalState.SUCCEEDED))
                .onErrorResume(error -> Mono.just(new Resumption.Unclear<>(error)));
    }

    /** As long as the old token could not be deleted, a later run does that. */
    @Override
    public BulkJournalState recorded(BulkOutcome<?, RotatedPersonalAccessToken> outcome) {
        boolean oldExists = outcome instanceof BulkOutcome.Succeeded<?, RotatedPersonalAccessToken> succeeded
                ? succeeded.getResult().getDeleteError() != null
                : onlyDeletes;
        return oldExists ? BulkJournalState.DELETING_OLD : JournaledCallSpec.super.recorded(outcome);
    }
}
