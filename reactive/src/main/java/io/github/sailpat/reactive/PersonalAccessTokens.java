package io.github.sailpat.reactive;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import io.github.sailpat.token.TokenQuery;
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
     * @param query which tokens
     * @return the tokens, as they arrive. {@link io.github.sailpat.error.MalformedResponseException} with the index of
     *     the token that could not be read
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
     * @return completes empty when it is gone. {@link io.github.sailpat.error.NotFoundException} if there was none with
     *     this id, but not if an interrupted attempt of this very call may have deleted it
     */
    Mono<Void> delete(String id);

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
}
