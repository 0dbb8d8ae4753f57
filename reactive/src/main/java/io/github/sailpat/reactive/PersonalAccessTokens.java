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
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The operations on personal access tokens. Thread-safe. Nothing is sent before a subscription, and each subscription
 * is a call of its own. Results are emitted on the client's event loop, which must not be blocked.
 *
 * <p>Every operation can fail with the subtypes of {@link io.github.sailpat.error.SailPointException}; those that are
 * particular to an operation are named there. An argument that breaks a rule of the API is signalled to the subscriber
 * as an {@link IllegalArgumentException} that names the rule, and nothing is sent.
 *
 * <p>The client's deadline limits the time of a call, with all attempts and waits. An attempt that fails for a
 * temporary reason is retried if that is harmless. See {@link SailPointClient.Builder}.
 */
public interface PersonalAccessTokens {
    /**
     * Creates a token of the caller (<a
     * href="https://developer.sailpoint.com/docs/api/beta/create-personal-access-token">createPersonalAccessToken</a>).
     * The result contains the secret, which cannot be retrieved later.
     *
     * <p>An ambiguous create is not sent again without a check: the caller's tokens are listed and searched for the
     * name. If the token was not created, the create is retried.
     *
     * <p>Cancel closes the connection. A create that was sent by then is told to
     * {@link SailPointClient.Builder#onAbandonedCreate}, because the token may exist; a secret that was read and not
     * emitted goes to {@link SailPointClient.Builder#onUndeliveredSecret}. Without these functions one warning is
     * logged. A create that waits and was not sent leaves nothing. With
     * {@link SailPointClient.Builder#completeSentCreates} a create that was sent runs to its end in spite of a cancel.
     *
     * @param request the token to create
     * @return the token with its secret. {@link io.github.sailpat.error.SecretLostException} if the token was created
     *     and the response with its secret was lost; {@link io.github.sailpat.error.OutcomeUnknownException} if it is
     *     not known whether it was created; {@link io.github.sailpat.error.BadRequestException} if the name is in use,
     *     for example
     * @see CreatedPersonalAccessToken
     */
    Mono<CreatedPersonalAccessToken> create(CreatePersonalAccessTokenRequest request);

    /**
     * Creates a token of the caller; see {@link #create(CreatePersonalAccessTokenRequest)}.
     *
     * @param customizer sets the values of the request; called at each subscription
     * @return the token with its secret
     */
    Mono<CreatedPersonalAccessToken> create(UnaryOperator<CreatePersonalAccessTokenRequest.Builder> customizer);

    /**
     * Lists all tokens of the tenant (<a
     * href="https://developer.sailpoint.com/docs/api/beta/list-personal-access-tokens">listPersonalAccessTokens</a>);
     * see {@link #list(TokenQuery)}.
     *
     * @return the tokens, as they arrive
     */
    Flux<PersonalAccessToken> list();

    /**
     * Lists tokens (<a
     * href="https://developer.sailpoint.com/docs/api/beta/list-personal-access-tokens">listPersonalAccessTokens</a>).
     * The API has no pages: the tenant sends one array. It is parsed as it arrives, on demand, and at most a few
     * network chunks are read ahead, so a list of any size needs the memory of a few tokens.
     *
     * <p>A subscriber may pause for any time. Cancel closes the connection immediately. Until the first token is
     * emitted, a temporary failure is retried; after that, the error is emitted and says how many tokens were emitted
     * before it. An open list uses a pool of connections of its own, so each of its tokens may start another call. For
     * the rate limit, the response to a list counts as outstanding until its first token is requested.
     *
     * <p>Only the id of a token is required: {@link PersonalAccessToken#getUnreadableFields()} contains the fields that
     * could not be read. An element that is no object, or has no id, is skipped and logged, or terminates the list; see
     * {@link SailPointClient.Builder#unreadableElements}.
     *
     * @param query which tokens
     * @return the tokens, as they arrive. {@link io.github.sailpat.error.MalformedResponseException} with the index of
     *     the element at which the response is no JSON, or of one that terminates the list
     */
    Flux<PersonalAccessToken> list(TokenQuery query);

    /**
     * Lists tokens; see {@link #list(TokenQuery)}.
     *
     * @param customizer sets the values of the query; called at each subscription
     * @return the tokens, as they arrive
     */
    Flux<PersonalAccessToken> list(UnaryOperator<TokenQuery.Builder> customizer);

    /**
     * Patches a token by any JSON Patch (<a
     * href="https://developer.sailpoint.com/docs/api/beta/patch-personal-access-token">patchPersonalAccessToken</a>).
     * The tenant decides which fields the API version can patch. An ambiguous attempt is retried only if the patch
     * {@linkplain JsonPatch#isIdempotent() can be applied again} without changing anything.
     *
     * @param id the token's id
     * @param patch at least one operation; an {@linkplain JsonPatch#isEmpty() empty} patch is refused and not sent
     * @return the patched token. {@link io.github.sailpat.error.NotFoundException} if there is no token with this id
     */
    Mono<PersonalAccessToken> patch(String id, JsonPatch patch);

    /**
     * Patches a token (<a
     * href="https://developer.sailpoint.com/docs/api/beta/patch-personal-access-token">patchPersonalAccessToken</a>). A
     * field that the API version cannot patch is refused and not sent.
     *
     * @param id the token's id
     * @param patch at least one change; an {@linkplain PersonalAccessTokenPatch#isEmpty() empty} patch is refused and
     *     not sent
     * @return the patched token. {@link io.github.sailpat.error.NotFoundException} if there is no token with this id
     */
    Mono<PersonalAccessToken> patch(String id, PersonalAccessTokenPatch patch);

    /**
     * Patches a token; see {@link #patch(String, PersonalAccessTokenPatch)}.
     *
     * @param id the token's id
     * @param customizer sets the changes; called at each subscription
     * @return the patched token
     */
    Mono<PersonalAccessToken> patch(String id, UnaryOperator<PersonalAccessTokenPatch.Builder> customizer);

    /**
     * Deletes a token (<a
     * href="https://developer.sailpoint.com/docs/api/beta/delete-personal-access-token">deletePersonalAccessToken</a>).
     * If it is the token that the client itself uses, the client cannot authenticate any more.
     *
     * @param id the token's id
     * @return completes when the token is deleted: after a 204, or a 200 whose body is empty or JSON.
     *     {@link io.github.sailpat.error.MalformedResponseException} after three attempts with another 2xx: it may be
     *     deleted. {@link io.github.sailpat.error.NotFoundException} if there is no token with this id, unless an
     *     ambiguous attempt of this call may have deleted it
     */
    Mono<Void> delete(String id);

    /**
     * Checks a token's secret by fetching an access token with it, which is discarded. Does not use the client's own
     * credentials and is not retried. The tenant records it as a use of the token. After a 429 no secret is verified
     * by this client until the wait is over that the tenant asks for.
     *
     * @param id the token's id
     * @param secret its secret
     * @return completes when the access token was fetched, within 10 s.
     *     {@link io.github.sailpat.error.AuthenticationException} if the tenant refused the credentials,
     *     {@link io.github.sailpat.error.RateLimitedException} during such a wait, with nothing sent
     */
    Mono<Void> verify(String id, Secret secret);

    /**
     * Rotates a token of the caller: creates a successor, hands its secret over, verifies it, and then deletes the
     * token. The steps, and what happens after an interruption, are documented at {@link RotationOptions}. Any failure
     * before the last step leaves the token unchanged. Running it again continues.
     *
     * <p>A rotation is a pipeline of the public operations {@link #list}, {@link #create}, {@link #verify} and
     * {@link #delete}.
     *
     * <p>Cancel takes effect immediately. A secret that has arrived and was not handed over goes to
     * {@link RotationOptions#getOnUndeliveredSecret()}, and a successor that may exist without a known secret is told
     * to {@link SailPointClient.Builder#onAbandonedCreate}. Tokens that exist by then are kept for running it again.
     *
     * @param id the token's id. Tokens that the platform manages ({@link PersonalAccessToken#isManaged()}) are refused,
     *     and so is a token whose field {@code managed} could not be read
     * @param options how to hand the new secret over, and what else to do
     * @return the successor. {@link io.github.sailpat.error.RotationFailedException} for any failure, with the tokens
     *     that exist, and the new secret if it is known
     */
    Mono<RotatedPersonalAccessToken> rotate(String id, RotationOptions options);

    /**
     * Rotates a token of the caller; see {@link #rotate(String, RotationOptions)}.
     *
     * <pre>{@code
     * tokens.rotate(id, created -> vault.store(created.getId(), created.getSecret()))
     * }</pre>
     *
     * @param id the token's id
     * @param handOver stores the new token with its secret
     * @return the successor
     */
    default Mono<RotatedPersonalAccessToken> rotate(
            String id, Function<CreatedPersonalAccessToken, ? extends Publisher<?>> handOver) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(handOver, "handOver");
        return rotate(id, RotationOptions.of(handOver));
    }

    /**
     * Rotates many tokens of the caller, {@linkplain RotationOptions#getConcurrency() one at a time} by default; see
     * {@link #rotate(String, RotationOptions)} and {@link BulkJob}. The outcome of a rotation that failed is
     *
     * <ul>
     *   <li>{@link BulkOutcome.Rejected} if no successor was created,
     *   <li>{@link BulkOutcome.SecretLost} if the successor's secret was lost in transit,
     *   <li>{@link BulkOutcome.Unknown} if the successor exists or may exist; see the
     *       {@link io.github.sailpat.error.RotationFailedException}.
     * </ul>
     *
     * <p>A stop completes the rotations in flight. One that still waits before its first request, for the rate limit or
     * because the tenant asks for it, is {@link BulkOutcome.NotAttempted}. The client's own token is rejected, unless
     * {@link RotationOptions#isAllowOwnClient()}.
     *
     * @param ids the tokens' ids
     * @param options how to hand each new secret over, and what else to do
     * @return one outcome for each id
     */
    BulkJob<String, RotatedPersonalAccessToken> rotateAll(Publisher<String> ids, RotationOptions options);

    /**
     * Creates many tokens of the caller; see {@link BulkJob}.
     *
     * @param requests the tokens to create
     * @param options the options of the job
     * @return one outcome for each request
     */
    default BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> createAll(
            Publisher<? extends CreatePersonalAccessTokenRequest> requests, BulkOptions options) {
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(options, "options");
        return createAll(requests, options, request -> request);
    }

    /**
     * Creates many tokens of the caller from inputs of any type; see {@link BulkJob}.
     *
     * <pre>{@code
     * tokens.createAll(rows, BulkOptions.standard(), row -> row.toRequest())
     *         .doOnNext(outcome -> report(outcome.getInput().lineNumber(), outcome))
     * }</pre>
     *
     * @param inputs the inputs; each outcome carries its own
     * @param options the options of the job
     * @param toRequest maps an input to a request. If it throws or returns {@code null}, the outcome is
     *     {@link BulkOutcome.Rejected} with that error. It must not block
     * @return one outcome for each input
     * @param <I> the type of the inputs
     */
    <I> BulkJob<I, CreatedPersonalAccessToken> createAll(
            Publisher<? extends I> inputs,
            BulkOptions options,
            Function<? super I, CreatePersonalAccessTokenRequest> toRequest);

    /**
     * Patches many tokens; see {@link BulkJob}.
     *
     * @param patches the ids and their patches
     * @param options the options of the job
     * @return one outcome for each patch, with the patched token
     */
    default BulkJob<BulkPatch, PersonalAccessToken> patchAll(
            Publisher<? extends BulkPatch> patches, BulkOptions options) {
        Objects.requireNonNull(patches, "patches");
        Objects.requireNonNull(options, "options");
        return patchAll(patches, options, patch -> patch);
    }

    /**
     * Patches many tokens from inputs of any type; see {@link BulkJob}. The client's own token is rejected, unless
     * {@link BulkOptions#isAllowOwnClient()}.
     *
     * @param inputs the inputs; each outcome carries its own
     * @param options the options of the job
     * @param toPatch maps an input to a patch. If it throws or returns {@code null}, the outcome is
     *     {@link BulkOutcome.Rejected} with that error. It must not block
     * @return one outcome for each input, with the patched token
     * @param <I> the type of the inputs
     */
    <I> BulkJob<I, PersonalAccessToken> patchAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, BulkPatch> toPatch);

    /**
     * Deletes many tokens; see {@link BulkJob}.
     *
     * @param ids the tokens' ids
     * @param options the options of the job
     * @return one outcome for each id, with that id
     */
    default BulkJob<String, String> deleteAll(Publisher<String> ids, BulkOptions options) {
        Objects.requireNonNull(ids, "ids");
        Objects.requireNonNull(options, "options");
        return deleteAll(ids, options, id -> id);
    }

    /**
     * Deletes many tokens from inputs of any type; see {@link BulkJob}. The client's own token is rejected, unless
     * {@link BulkOptions#isAllowOwnClient()}.
     *
     * @param inputs the inputs; each outcome carries its own
     * @param options the options of the job
     * @param toId maps an input to an id. If it throws or returns {@code null}, the outcome is
     *     {@link BulkOutcome.Rejected} with that error. It must not block
     * @return one outcome for each input, with the id
     * @param <I> the type of the inputs
     */
    <I> BulkJob<I, String> deleteAll(
            Publisher<? extends I> inputs, BulkOptions options, Function<? super I, String> toId);

    /**
     * Reads every token once and reports on them, in constant memory; see {@link io.github.sailpat.audit.TokenAuditor}.
     * It is this pipeline, to which you can add steps:
     *
     * <pre>{@code
     * tokens.list(options.getQuery())
     *         .collect(() -> new TokenAuditor(options, Instant.now()), TokenAuditor::add)
     *         .map(TokenAuditor::report)
     * }</pre>
     *
     * @param options the options
     * @return the report, after the last token; the error of the list if it fails
     */
    default Mono<AuditReport> audit(AuditOptions options) {
        Objects.requireNonNull(options, "options");
        return list(options.getQuery())
                .collect(() -> new TokenAuditor(options, Instant.now()), TokenAuditor::add)
                .map(TokenAuditor::report);
    }

    /**
     * Lists the tokens that {@link #prune(PruneOptions)} would delete, each with the reason. Changes nothing.
     *
     * @param options the options
     * @return the candidates, in the order of the list, as they are found. {@link IllegalArgumentException} if the
     *     client's own token is not known and {@link PruneOptions#getKeptIds()} is empty
     */
    Flux<PruneCandidate> pruneCandidates(PruneOptions options);

    /**
     * Deletes unused tokens; see {@link BulkJob}. They are deleted while the list is read. If the list fails, the job
     * terminates with its error, after the outcomes. It is this pipeline, which can be written with another rule:
     *
     * <pre>{@code
     * tokens.deleteAll(
     *         tokens.pruneCandidates(options),              // alone, this line is a dry run
     *         BulkOptions.create(b -> b.from(options.getBulkOptions()).ignoreAbsent(true)),
     *         candidate -> candidate.getToken().getId())
     * }</pre>
     *
     * @param options the options
     * @return one outcome for each candidate, with its id
     */
    default BulkJob<PruneCandidate, String> prune(PruneOptions options) {
        Objects.requireNonNull(options, "options");
        return deleteAll(
                pruneCandidates(options),
                BulkOptions.create(b -> b.from(options.getBulkOptions()).ignoreAbsent(true)),
                candidate -> candidate.getToken().getId());
    }
}
