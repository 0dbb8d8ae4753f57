package io.github.sailpat.kotlin

import io.github.sailpat.reactive.BulkOutcome
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.RotatedPersonalAccessToken
import io.github.sailpat.reactive.RotationOptions
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.PersonalAccessToken
import io.github.sailpat.token.Secret
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.reactive.asPublisher

/**
 * Rotates a token of the caller: creates a successor, hands its secret over, verifies it, and then deletes the token.
 * [RotationOptions] documents the steps, and what happens after an interruption. Any failure before the last step
 * leaves the token unchanged; running it again continues.
 *
 * When the coroutine is cancelled, so is the step in progress, the hand-over too. Both tokens are kept. A secret that
 * has arrived and was not handed over goes to `onUndeliveredSecret` of the client.
 *
 * @param id the token's id
 * @param handOver stores the successor with its secret. It runs in a coroutine of its own, with the elements of this
 *   one: the dispatcher, `MDCContext`, `ReactorContext`
 * @return the successor
 * @throws io.github.sailpat.error.RotationFailedException with the tokens that exist, and the new secret if it is known
 * @sample io.github.sailpat.kotlin.docs.rotateSample
 */
public suspend fun PersonalAccessTokens.rotateAndAwait(
  id: String,
  handOver: suspend (created: CreatedPersonalAccessToken) -> Unit,
): RotatedPersonalAccessToken =
  rotateAndAwait(id, rotationOptions { handOverSuspending { _, created -> handOver(created) } })

/**
 * Rotates a token of the caller; see [rotateAndAwait].
 *
 * @param id the token's id
 * @param options how to hand the new secret over, and what else to do
 * @return the successor
 * @throws io.github.sailpat.error.RotationFailedException with the tokens that exist, and the new secret if it is known
 * @sample io.github.sailpat.kotlin.docs.rotationOptionsSample
 */
public suspend fun PersonalAccessTokens.rotateAndAwait(
  id: String,
  options: RotationOptions,
): RotatedPersonalAccessToken = rotate(id, options).awaitDelivered()

/**
 * Rotates many tokens of the caller, one at a time by default; see [rotateAndAwait], and [outcomesAsFlow] for demand
 * and cancel.
 *
 * @param ids the tokens' ids
 * @param options how to hand each new secret over, and what else to do
 * @return one outcome for each id
 * @sample io.github.sailpat.kotlin.docs.rotateAllSample
 */
public fun PersonalAccessTokens.rotateAllAsFlow(
  ids: Flow<String>,
  options: RotationOptions,
): Flow<BulkOutcome<String, RotatedPersonalAccessToken>> = jobAsFlow { elements ->
  rotateAll(ids.asPublisher(elements), options)
}

/**
 * Sets a hand-over that suspends: it stores the new token with its secret where its users read it. It runs in a
 * coroutine of its own, with the elements of the coroutine that awaits the rotation: the dispatcher, `MDCContext`,
 * `ReactorContext`. If a `Mono` is subscribed to in place of a coroutine, it runs on `Dispatchers.Default`.
 *
 * @param handOver takes the old token and the new one
 * @return this builder
 * @sample io.github.sailpat.kotlin.docs.rotationOptionsSample
 */
public fun RotationOptions.Builder.handOverSuspending(
  handOver: suspend (old: PersonalAccessToken, created: CreatedPersonalAccessToken) -> Unit
): RotationOptions.Builder = handOver { old, created -> CoroutineElements.mono { handOver(old, created) } }

/**
 * Sets a lookup that suspends, in a coroutine as that of [handOverSuspending]: of the secret of a successor that an
 * interrupted rotation has left, where the hand-over would have stored it.
 *
 * @param storedSecret takes the successor, and returns its secret, or null if it is not found
 * @return this builder
 * @sample io.github.sailpat.kotlin.docs.rotationOptionsSample
 */
public fun RotationOptions.Builder.storedSecretSuspending(
  storedSecret: suspend (successor: PersonalAccessToken) -> Secret?
): RotationOptions.Builder {
  storedSecret { successor -> CoroutineElements.mono { storedSecret(successor) } }
  return this
}

/**
 * Sets a function that suspends, in a coroutine as that of [handOverSuspending], after the new secret was verified and
 * before the old token is deleted.
 *
 * @param beforeDelete returns when the old token may be deleted
 * @return this builder
 * @sample io.github.sailpat.kotlin.docs.rotationOptionsSample
 */
public fun RotationOptions.Builder.beforeDeleteSuspending(
  beforeDelete: suspend (created: CreatedPersonalAccessToken) -> Unit
): RotationOptions.Builder {
  beforeDelete { created -> CoroutineElements.mono { beforeDelete(created) } }
  return this
}
