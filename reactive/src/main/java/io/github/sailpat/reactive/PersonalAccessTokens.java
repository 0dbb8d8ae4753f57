package io.github.sailpat.reactive;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenAuditor;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import io.github.sailpat.token.Secret;
import io.github.sailpat.token.TokenQuery;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The operations on personal access tokens. Thread-safe; nothing is sent before a subscription.
 *
 * <p>Errors that every operation may end with, besides its own, are the subtypes of
 * {@link io.github.sailpat.error.SailPointException}. What breaks a rule of the API is an
 * {@link IllegalArgumentException} that names it, signalled to the subscriber: nothing was sent then.
 *
 * <p>The time of a call is bounded by the client's deadline, attempts and waits included; one that fails for a reason
 * that passes is tried again where that can do no harm. See {@link SailPointClient.Builder}.
 */
public interface PersonalAccessTokens {
    /**
     * Creates a token of the caller's own ({@code createPersonalAccessToken}). Its secret is in the result, and nowhere
     * else ever again.
     *
     * <p>A call that is interrupted is never repeated blindly: the caller's tokens are looked through for the name. If
     * the token was not created, it is tried again.
     *
     * @param request what to create
     * @return the token with its secret. {@link io.github.sailpat.error.SecretLostException} if the token exists and its
     *     secret was lost on the way; {@link io.github.sailpat.error.OutcomeUnknownException} if nobody can tell whether
     *     it exists; {@link io.github.sailpat.error.BadRequestException} for a name that is taken, among others
     */
    Mono<CreatedPersonalAccessToken> create(CreatePersonalAccessTokenRequest request);

    /**
     * Creates a token of the caller's own; see {@link #create(CreatePersonalAccessTokenRequest)}.
     *
     * @param customizer fills in the request, at each subscription
     * @return the token with its secret
     */
    Mono<CreatedPersonalAccessToken> create(UnaryOperator<CreatePersonalAccessTokenRequest.Builder> customizer);

    /**
     * Lists all tokens of the tenant ({@code listPersonalAccessTokens}); see {@link #list(TokenQuery)}.
     *
     * @return the tokens, as they arrive
     */
    Flux<PersonalAccessToken> list();

    /**
     * Lists tokens. The API has no pages: the tenant sends one array, which is read no faster than the subscriber asks,
     * at most a few network chunks ahead. So a list of any size needs the memory of a few tokens.
     *
     * <p>A subscriber that pauses loses nothing, however long. Cancel closes the connection at once. Until the first
     * token was given out, a failure that passes is tried again; after it, the error surfaces and says how many tokens
     * came before. Each subscription is a request of its own. An open list has a connection apart from those of other
     * calls, so it can be combined with them freely. For the rate limit it counts as unanswered until its first token is
     * asked for.
     *
     * <p>A token needs its id alone: {@link PersonalAccessToken#getUnreadableFields()} says what else could not be
     * read. An element that is no object, or has no id, is left out and logged, or ends the list, as {@link
     * SailPointClient.Builder#unreadableElements} says.
     *
     * @param query which tokens
     * @return the tokens, as they arrive. {@link io.github.sailpat.error.MalformedResponseException} with the index of
     *     the element at which the answer is no JSON, or of one that ends the list
     */
    Flux<PersonalAccessToken> list(TokenQuery query);

    /**
     * Lists tokens; see {@link #list(TokenQuery)}.
     *
     * @param customizer fills in the query, at each subscription
     * @return the tokens, as they arrive
     */
    Flux<PersonalAccessToken> list(UnaryOperator<TokenQuery.Builder> customizer);

    /**
     * Changes a token ({@code patchPersonalAccessToken}) by any JSON Patch. What the API version can patch is the
     * tenant's to say. The patch is repeated only if that {@linkplain JsonPatch#isRepeatable() changes nothing}.
     *
     * @param id the token's id
     * @param patch at least one operation; an {@linkplain JsonPatch#isEmpty() empty} one is refused before anything is sent
     * @return the token as it is now. {@link io.github.sailpat.error.NotFoundException} if there is none with this id
     */
    Mono<PersonalAccessToken> patch(String id, JsonPatch patch);

    /**
     * Changes a token; what the API version cannot patch is refused before anything is sent.
     *
     * @param id the token's id
     * @param patch at least one change; an {@linkplain PersonalAccessTokenPatch#isEmpty() empty} one is refused before
     *     anything is sent
     * @return the token as it is now. {@link io.github.sailpat.error.NotFoundException} if there is none with this id
     */
    Mono<PersonalAccessToken> patch(String id, PersonalAccessTokenPatch patch);

    /**
     * Changes a token; see {@link #patch(String, PersonalAccessTokenPatch)}.
     *
     * @param id the token's id
     * @param customizer fills in the change, at each subscription
     * @return the token as it is now
     */
    Mono<PersonalAccessToken> patch(String id, UnaryOperator<PersonalAccessTokenPatch.Builder> customizer);

    /**
     * Deletes a token ({@code deletePersonalAccessToken}). Beware of deleting the one that the client itself uses.
     *
     * @param id the token's id
     * @return completes empty when it is gone: after a 204, or a 200 whose body is empty or JSON.
     *     {@link io.github.sailpat.error.MalformedResponseException} after any other 2xx, three times: it may be gone.
     *     {@link io.github.sailpat.error.NotFoundException} if there was none with this id, but not if an interrupted
     *     attempt of this very call may have deleted it
     */
    Mono<Void> delete(String id);

    /**
     * Fetches a bearer with a token's id and secret, and forgets it: the proof that the secret works. Tried once, past the
     * client's own credentials; the tenant notes it as a use of the token.
     *
     * @param id the token's id
     * @param secret its secret
     * @return completes empty when a bearer was had, within 10 s.
     *     {@link io.github.sailpat.error.AuthenticationException} if the tenant refused
     */
    Mono<Void> verify(String id, Secret secret);

    /**
     * Rotates a token of the caller's own: a new one takes its place, and it is deleted when the new one was handed over
     * and works. It is a pipeline of public operations, which anybody can write otherwise:
     *
     * <ol>
     *   <li>{@link #list(UnaryOperator) list} the caller's own tokens: is the token there, is there a place for one more,
     *       has an earlier rotation left something behind?
     *   <li>{@link #create(CreatePersonalAccessTokenRequest) create} the successor: same scopes, same validity, and as
     *       long to live from now on as the old one had from its creation. What never expires will never expire
     *       either; on an {@link io.github.sailpat.token.ApiVersion} that cannot make that, or not as long, it lives
     *       for the maximum of six months. What of these {@linkplain PersonalAccessToken#getUnreadableFields() could
     *       not be read} is not guessed: {@link RotationOptions#getRequest()} says it, or nothing is created.
     *   <li>{@link RotationOptions#getHandOver() Hand over} its secret.
     *   <li>{@link #verify} it, again and again for a while: a new token may not work at once. If it was the client's own
     *       that is rotated, the client then {@linkplain SailPointClient#switchCredentials goes on} with the new one, and
     *       no call in flight notices.
     *   <li>Do what is to be done {@linkplain RotationOptions#getBeforeDelete() before the delete}.
     *   <li>{@link #delete} the old one. A delete that fails does not fail the rotation, see
     *       {@link RotatedPersonalAccessToken#isOldDeleted()}; a token that is not there any more is as good as deleted.
     * </ol>
     *
     * <p>The old token is never deleted before all that was done, and any failure before leaves it as it was.
     *
     * <p><b>Running it again</b> continues. The successor's name tells it what an earlier, interrupted rotation of the
     * same token has left behind: a token of that name which is younger than the old one, has the scopes and the
     * validity asked for and is not managed. If {@link RotationOptions#getStoredSecret()} finds its secret, the rotation goes on
     * with its verification. Otherwise, if the tenant says that nobody has used it, it is deleted and created anew. One that
     * was used, or that does not look like a successor, is left alone, and so is the old token:
     * {@link io.github.sailpat.error.RotationState#NAME_TAKEN}. A secret that is lost with its answer is made good in the
     * same way, once, without running it again.
     *
     * <p>One rotation of a token at a time: a second one on the same client fails, a second one of another process would
     * take the successor of the first for something left behind.
     *
     * <p><b>Cancel</b> is immediate. A secret that had arrived and was not handed over goes to
     * {@link RotationOptions#getOnUndeliveredSecret()}; what exists by then stays, for running it again.
     *
     * <p>Time: each call has the client's deadline, the functions have
     * {@linkplain RotationOptions#getHandOverDeadline() theirs}.
     *
     * @param id the token's id. The platform's own tokens ({@link PersonalAccessToken#isManaged()}) are refused, as is
     *     one of which nobody can tell whether it is among them
     * @param options what to do with the new secret, and how
     * @return what became of it. {@link io.github.sailpat.error.RotationFailedException} for any failure, with what exists
     *     now and the new secret, if there is one
     */
    Mono<RotatedPersonalAccessToken> rotate(String id, RotationOptions options);

    /**
     * Rotates a token of the caller's own; see {@link #rotate(String, RotationOptions)}.
     *
     * <pre>{@code
     * tokens.rotate(id, created -> vault.store(created.getId(), created.getSecret()))
     * }</pre>
     *
     * @param id the token's id
     * @param handOver stores the new token with its secret
     * @return what became of it
     */
    default Mono<RotatedPersonalAccessToken> rotate(
            String id, Function<CreatedPersonalAccessToken, ? extends Publisher<?>> handOver) {
        return rotate(id, RotationOptions.of(handOver));
    }

    /**
     * Rotates many tokens of the caller's own, one after the other unless
     * {@linkplain RotationOptions#getConcurrency() told otherwise}; see {@link #rotate(String, RotationOptions)} and
     * {@link BulkJob}. The outcome of a rotation that failed is
     *
     * <ul>
     *   <li>{@link BulkOutcome.Rejected} if it has created nothing,
     *   <li>{@link BulkOutcome.SecretLost} if the successor's secret was lost on the way,
     *   <li>{@link BulkOutcome.Unknown} if the successor exists or may exist: the
     *       {@link io.github.sailpat.error.RotationFailedException} says more.
     * </ul>
     *
     * <p>A stop lets the rotations in flight come to their end. The client's own token is rejected; see
     * {@link RotationOptions#isAllowOwnClient()}.
     *
     * @param ids the tokens' ids
     * @param options what to do with each new secret, and how
     * @return one outcome for each id
     */
    BulkJob<String, RotatedPersonalAccessToken> rotateAll(Publisher<String> ids, RotationOptions options);

    /**
     * Creates many tokens of the caller's own; see {@link BulkJob}.
     *
     * @param requests what to create
     * @param options how
     * @return one outcome for each request
     */
    default BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> createAll(
            Publisher<? extends CreatePersonalAccessTokenRequest> requests, BulkOptions options) {
        return createAll(requests, options, request -> request);
    }

    /**
     * Creates many tokens of the caller's own, from inputs of any kind; see {@link BulkJob}.
     *
     * <pre>{@code
     * tokens.createAll(rows, BulkOptions.standard(), row -> row.toRequest())
     *         .doOnNext(outcome -> report(outcome.getInput().lineNumber(), outcome))
     * }</pre>
     *
     * @param inputs what the caller has; each outcome carries its own
     * @param options how
     * @param toRequest makes a request of an input; where it throws or gives {@code null}, the outcome is
     *     {@link BulkOutcome.Rejected} with that error. It must not block
     * @return one outcome for each input
     * @param <I> the input
     */
    <I> BulkJob<I, CreatedPersonalAccessToken> createAll(
            Publisher<? extends I> inputs,
            BulkOptions options,
            Function<? super I, CreatePersonalAccessTokenRequest> toRequest);

    /**
     * Changes many tokens; see {@link BulkJob}.
     *
     * @param patches what to change
     * @param options how
     * @return one outcome for each patch, with the token as it is now
     */
    default BulkJob<BulkPatch, PersonalAccessToken> patchAll(
            Publisher<? extends BulkPatch> patches, BulkOptions options) {
        return patchAll(patches, options, patch -> patch);
    }

    /**
     * Changes many tokens, from inputs of any kind; see {@link BulkJob}. The client's own token is rejected; see
     * {@link BulkOptions#isAllowOwnClient()}.
     *
     * @param inputs what the caller has; each outcome carries its own
     * @param options how
     * @param toPatch makes a patch of an input; where it throws or gives {@code null}, the outcome is
     *     {@link BulkOutcome.Rejected} with that error. It must not block
     * @return one outcome for each input, with the token as it is now
     * @param <I> the input
     */
    <I> BulkJob<I, PersonalAccessToken> patchAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, BulkPatch> toPatch);

    /**
     * Deletes many tokens; see {@link BulkJob}.
     *
     * @param ids the tokens' ids
     * @param options how
     * @return one outcome for each id, with that id
     */
    default BulkJob<String, String> deleteAll(Publisher<String> ids, BulkOptions options) {
        return deleteAll(ids, options, id -> id);
    }

    /**
     * Deletes many tokens, from inputs of any kind; see {@link BulkJob}. The client's own token is rejected; see
     * {@link BulkOptions#isAllowOwnClient()}.
     *
     * @param inputs what the caller has; each outcome carries its own
     * @param options how
     * @param toId gives the id of an input; where it throws or gives {@code null}, the outcome is
     *     {@link BulkOutcome.Rejected} with that error. It must not block
     * @return one outcome for each input, with the id
     * @param <I> the input
     */
    <I> BulkJob<I, String> deleteAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, String> toId);

    /**
     * Looks at every token once and reports on them, in constant memory; see
     * {@link io.github.sailpat.audit.TokenAuditor}. It is this pipeline, so an own one can do more on the way:
     *
     * <pre>{@code
     * tokens.list(options.getQuery())
     *         .collect(() -> new TokenAuditor(options, Instant.now()), TokenAuditor::add)
     *         .map(TokenAuditor::report)
     * }</pre>
     *
     * @param options what to look at
     * @return the report, when the last token has come; the error of the list if it fails, and no report then
     */
    default Mono<AuditReport> audit(AuditOptions options) {
        return list(options.getQuery())
                .collect(() -> new TokenAuditor(options, Instant.now()), TokenAuditor::add)
                .map(TokenAuditor::report);
    }

    /**
     * Lists the tokens that {@link #prune(PruneOptions)} would delete, each with the reason, and changes nothing.
     *
     * @param options which
     * @return the candidates, in the order of the list, as they are found. {@link IllegalArgumentException} where the
     *     client's own token is not known and none is {@linkplain PruneOptions#getKeptIds() kept}
     */
    Flux<PruneCandidate> pruneCandidates(PruneOptions options);

    /**
     * Deletes the tokens that nobody uses; see {@link BulkJob}. They are deleted while the list is being read, no further
     * ahead than calls are in flight; a list that fails ends the job with its error, after the outcomes. It is this
     * pipeline, so an own one can have another rule, or be looked at before it goes on:
     *
     * <pre>{@code
     * tokens.deleteAll(
     *         tokens.pruneCandidates(options),              // with reasons: a dry run is this line alone
     *         options.getBulkOptions(),
     *         candidate -> candidate.getToken().getId())
     * }</pre>
     *
     * @param options which
     * @return one outcome for each candidate, with its id
     */
    default BulkJob<PruneCandidate, String> prune(PruneOptions options) {
        return deleteAll(
                pruneCandidates(options),
                options.getBulkOptions(),
                candidate -> candidate.getToken().getId());
    }
}
