package io.github.sailpat.kotlin

import io.github.sailpat.audit.AuditOptions
import io.github.sailpat.audit.AuditReport
import io.github.sailpat.jsonpatch.JsonPatch
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.PruneCandidate
import io.github.sailpat.reactive.PruneOptions
import io.github.sailpat.token.CreatePersonalAccessTokenRequest
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.PersonalAccessToken
import io.github.sailpat.token.PersonalAccessTokenPatch
import io.github.sailpat.token.Secret
import io.github.sailpat.token.TokenQuery
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.awaitSingleOrNull
import reactor.core.publisher.Mono

/**
 * Creates a token of the caller. The result contains the secret, which cannot be retrieved later.
 *
 * When the coroutine is cancelled, the connection is closed at once. A create that was sent by then is told to the
 * client's `onAbandonedCreate`, because the token may exist; a token that has arrived and was not returned goes to
 * `onUndeliveredSecret`, with its secret. With `completeSentCreates` of the client, a create that was sent runs to its
 * end.
 *
 * @param request sets the values of the request
 * @return the token with its secret
 * @throws IllegalArgumentException if a rule is broken; nothing is sent
 * @throws io.github.sailpat.error.SecretLostException if the token was created, and its secret is lost
 * @throws io.github.sailpat.error.OutcomeUnknownException if it is not known whether the token was created
 * @throws io.github.sailpat.error.SailPointException if it was not created, for example because the name is in use
 * @sample io.github.sailpat.kotlin.docs.createSample
 */
public suspend fun PersonalAccessTokens.createAndAwait(
  request: CreatePersonalAccessTokenRequest.Builder.() -> Unit
): CreatedPersonalAccessToken = create { it.apply(request) }.awaitDelivered()

/**
 * Creates a token of the caller; see [createAndAwait].
 *
 * @param request the token to create
 * @return the token with its secret
 */
public suspend fun PersonalAccessTokens.createAndAwait(
  request: CreatePersonalAccessTokenRequest
): CreatedPersonalAccessToken = create(request).awaitDelivered()

/**
 * Lists tokens, in constant memory. The flow is cold: each collection is a request. It is read while it is collected,
 * so a slow collector makes the tenant wait; `buffer(n)` after it sets how many tokens are read ahead. When the
 * collector is cancelled, or has enough, the connection is closed.
 *
 * @param query which tokens; all by default
 * @return the tokens, as they arrive. The collection fails with a
 *   [SailPointException][io.github.sailpat.error.SailPointException]
 * @sample io.github.sailpat.kotlin.docs.listSample
 */
public fun PersonalAccessTokens.listAsFlow(query: TokenQuery.Builder.() -> Unit = {}): Flow<PersonalAccessToken> =
  list { it.apply(query) }.asFlow()

/**
 * Patches a token.
 *
 * @param id the token's id
 * @param changes sets the changes, at least one
 * @return the patched token
 * @throws IllegalArgumentException if a rule is broken; nothing is sent
 * @throws io.github.sailpat.error.NotFoundException if there is no such token
 * @throws io.github.sailpat.error.SailPointException if the call has failed
 * @sample io.github.sailpat.kotlin.docs.patchSample
 */
public suspend fun PersonalAccessTokens.patchAndAwait(
  id: String,
  changes: PersonalAccessTokenPatch.Builder.() -> Unit,
): PersonalAccessToken = patch(id) { it.apply(changes) }.awaitSingle()

/**
 * Patches a token; see [patchAndAwait].
 *
 * @param id the token's id
 * @param patch at least one change
 * @return the patched token
 */
public suspend fun PersonalAccessTokens.patchAndAwait(
  id: String,
  patch: PersonalAccessTokenPatch,
): PersonalAccessToken = patch(id, patch).awaitSingle()

/**
 * Patches a token by any JSON Patch; see [patchAndAwait].
 *
 * @param id the token's id
 * @param patch at least one operation
 * @return the patched token
 */
public suspend fun PersonalAccessTokens.patchAndAwait(id: String, patch: JsonPatch): PersonalAccessToken =
  patch(id, patch).awaitSingle()

/**
 * Deletes a token, and returns when it is deleted.
 *
 * @param id the token's id
 * @throws io.github.sailpat.error.NotFoundException if there is no such token
 * @throws io.github.sailpat.error.SailPointException if the call has failed
 * @sample io.github.sailpat.kotlin.docs.deleteSample
 */
public suspend fun PersonalAccessTokens.deleteAndAwait(id: String) {
  delete(id).awaitSingleOrNull()
}

/**
 * Checks a token's secret by fetching an access token with it, which is discarded. Returns if the tenant accepts it.
 *
 * @param id the token's id
 * @param secret its secret
 * @throws io.github.sailpat.error.AuthenticationException if the tenant refused the secret
 * @throws io.github.sailpat.error.SailPointException if the call has failed
 * @sample io.github.sailpat.kotlin.docs.createSample
 */
public suspend fun PersonalAccessTokens.verifyAndAwait(id: String, secret: Secret) {
  verify(id, secret).awaitSingleOrNull()
}

/**
 * Reads every token once and reports on them, in constant memory.
 *
 * @param options the options
 * @return the report, after the last token
 * @throws io.github.sailpat.error.SailPointException if the list has failed
 * @sample io.github.sailpat.kotlin.docs.auditSample
 */
public suspend fun PersonalAccessTokens.auditAndAwait(options: AuditOptions = AuditOptions.standard()): AuditReport =
  audit(options).awaitSingle()

/**
 * Lists the tokens that [pruneAsFlow] would delete, each with the reason. Changes nothing.
 *
 * @param options the options
 * @return the candidates, as they are found
 * @sample io.github.sailpat.kotlin.docs.pruneSample
 */
public fun PersonalAccessTokens.pruneCandidatesAsFlow(options: PruneOptions): Flow<PruneCandidate> =
  pruneCandidates(options).asFlow()

/** Awaits what must not be dropped unnoticed: the value and the error of an operation that creates a token. */
internal suspend fun <T : Any> Mono<T>.awaitDelivered(): T {
  val subscriber = SignalSubscriber<T>(CoroutineElements.reactorContextOf(currentCoroutineContext()), single = true)
  subscribe(subscriber)
  return subscriber.next() ?: throw NoSuchElementException("the operation has completed without a result")
}
