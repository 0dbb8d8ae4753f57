package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkPatch;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.AttemptEffect;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.operation.SecretHandOver;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The calls of a job with a journal.
 *
 * @param jobs prepares them
 * @param options of the job
 */
record JournaledCallSpecs(BulkJobs jobs, BulkOptions options) {
    <I> JournaledCallSpec.Factory<I, CreatedPersonalAccessToken> creates(
            Function<? super I, CreatePersonalAccessTokenRequest> toRequest, @Nullable SecretHandOver handOver) {
        return (input, session, received) -> {
            CreatePersonalAccessTokenRequest request = BulkJobs.apply(toRequest, input);
            ApiCall<CreatedPersonalAccessToken> call = jobs.calls().create(request, token -> {});
            String name = request.getName();
            return new JournaledCreate(
                    jobs,
                    options,
                    new JournaledInput(key(input, name), JournaledInput.digest("", call.body()), name, null),
                    request,
                    call,
                    session,
                    handOver,
                    received);
        };
    }

    <I> JournaledCallSpec.Factory<I, PersonalAccessToken> patches(Function<? super I, BulkPatch> toPatch) {
        return (input, session, received) -> {
            BulkPatch patch = BulkJobs.apply(toPatch, input);
            ApiCall<PersonalAccessToken> call = jobs.patch(patch);
            return repeated(input, patch.getId(), call, null);
        };
    }

    <I> JournaledCallSpec.Factory<I, String> deletes(Function<? super I, String> toId) {
        return (input, session, received) -> {
            String id = BulkJobs.apply(toId, input);
            return repeated(input, id, jobs.calls().delete(id), id);
        };
    }

    private String key(Object input, String otherwise) {
        Function<Object, String> key = options.getJournalKey();
        return key == null
                ? otherwise
                : Objects.requireNonNull(key.apply(input), "journalKey(...) returned null, so nothing was sent");
    }

    private <R> JournaledCallSpec<R> repeated(Object input, String id, ApiCall<?> call, @Nullable R resultIfEmpty) {
        JournaledInput described = new JournaledInput(key(input, id), JournaledInput.digest(id, call.body()), null, id);
        return new JournaledCallSpec<>() {
            @Override
            public JournaledInput input() {
                return described;
            }

            @Override
            public void requireAllowed() {
                jobs.requireAllowed(id, options);
            }

            @Override
            public BulkCallFactory.Prepared<R> prepare(boolean inDoubt) {
                BulkCallFactory.Prepared<R> prepared = jobs.prepare(call, options, resultIfEmpty);
                if (inDoubt) {
                    ((CallContext) prepared.progress()).effect().markAmbiguous();
                }
                // If an earlier run may have deleted the token, one that does not exist is no error.
                boolean absentIsDeleted = resultIfEmpty != null && (inDoubt || options.isIgnoreAbsent());
                return absentIsDeleted ? prepared.completingOn(AttemptEffect::isAbsent) : prepared;
            }

            @Override
            public Mono<Resumption<R>> resume(BulkJournalEntry entry) {
                return Mono.just(
                        call.kind() == CallKind.PATCH
                                ? new Resumption.Unclear<>(new BulkJournalException(
                                        "the patch of " + id + " was sent by a job that ended before its outcome was"
                                                + " known, and it must not be repeated: check the token",
                                        null))
                                : new Resumption.Send<>(true));
            }
        };
    }
}
