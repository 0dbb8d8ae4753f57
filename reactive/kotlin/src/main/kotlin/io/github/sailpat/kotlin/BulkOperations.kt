package io.github.sailpat.kotlin

import io.github.sailpat.reactive.BulkOptions
import io.github.sailpat.reactive.BulkOutcome
import io.github.sailpat.reactive.BulkPatch
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.PruneCandidate
import io.github.sailpat.reactive.PruneOptions
import io.github.sailpat.token.CreatePersonalAccessTokenRequest
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.PersonalAccessToken
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.reactive.asPublisher
import kotlinx.coroutines.withContext

/**
 * Creates many tokens of the caller from inputs of any type, and hands each secret over before its outcome is emitted.
 * So no secret is lost in what stands between this flow and its consumer: `take`, `buffer`, `flowOn`, a cancel, a
 * collector that throws. The flow is cold: each collection runs the job. See [outcomesAsFlow] for demand and cancel.
 *
 * A hand-over that has started is completed, within the `handOverDeadline` of the options, and the collection does not
 * end before. If it throws, the secret goes to `onUndeliveredSecret`, and the outcome is [BulkOutcome.SecretLost].
 *
 * @param inputs the inputs, collected in the context of the collector; each outcome carries its own
 * @param request sets the values of the request for an input. If it throws, the outcome is [BulkOutcome.Rejected]. It
 *   must not block
 * @param options the options of the job; their hand-over is replaced
 * @param handOver stores a new token with its secret. It runs in a coroutine of its own, with the elements of the
 *   collector: the dispatcher, `MDCContext`, `ReactorContext`
 * @return one outcome for each input
 * @sample io.github.sailpat.kotlin.docs.createAllSample
 */
public fun <I : Any> PersonalAccessTokens.createAllAsFlow(
  inputs: Flow<I>,
  request: CreatePersonalAccessTokenRequest.Builder.(input: I) -> Unit,
  options: BulkOptions = BulkOptions.standard(),
  handOver: suspend (created: CreatedPersonalAccessToken) -> Unit,
): Flow<BulkOutcome<I, CreatedPersonalAccessToken>> = flow {
  val handOvers = SupervisorJob()
  val awaited = bulkOptions {
    from(options)
    handOver { created ->
      val running = Job(handOvers)
      CoroutineElements.mono { handOver(created) }.doFinally { running.complete() }
    }
  }
  val elements = CoroutineElements.withoutJob(currentCoroutineContext())
  try {
    createAll(inputs.asPublisher(elements), awaited) { input -> createPersonalAccessTokenRequest { request(input) } }
      .emitOutcomes(this)
  } finally {
    handOvers.complete()
    withContext(NonCancellable) { handOvers.join() }
  }
}

/**
 * Creates many tokens of the caller, and hands each secret over before its outcome is emitted; see [createAllAsFlow].
 *
 * @param requests the tokens to create
 * @param options the options of the job; their hand-over is replaced
 * @param handOver stores a new token with its secret
 * @return one outcome for each request
 * @sample io.github.sailpat.kotlin.docs.requestSample
 */
public fun PersonalAccessTokens.createAllAsFlow(
  requests: Flow<CreatePersonalAccessTokenRequest>,
  options: BulkOptions = BulkOptions.standard(),
  handOver: suspend (created: CreatedPersonalAccessToken) -> Unit,
): Flow<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> =
  createAllAsFlow(requests, { from(it) }, options, handOver)

/**
 * Patches many tokens; see [outcomesAsFlow] for demand and cancel.
 *
 * @param patches the ids and their patches, collected in the context of the collector
 * @param options the options of the job
 * @return one outcome for each patch, with the patched token
 * @sample io.github.sailpat.kotlin.docs.patchAllSample
 */
public fun PersonalAccessTokens.patchAllAsFlow(
  patches: Flow<BulkPatch>,
  options: BulkOptions = BulkOptions.standard(),
): Flow<BulkOutcome<BulkPatch, PersonalAccessToken>> = jobAsFlow { elements ->
  patchAll(patches.asPublisher(elements), options)
}

/**
 * Patches many tokens from inputs of any type; see [outcomesAsFlow] for demand and cancel.
 *
 * @param inputs the inputs, collected in the context of the collector; each outcome carries its own
 * @param options the options of the job
 * @param toPatch maps an input to a patch. If it throws, the outcome is [BulkOutcome.Rejected]. It must not block
 * @return one outcome for each input, with the patched token
 * @sample io.github.sailpat.kotlin.docs.patchAllSample
 */
public fun <I : Any> PersonalAccessTokens.patchAllAsFlow(
  inputs: Flow<I>,
  options: BulkOptions = BulkOptions.standard(),
  toPatch: (input: I) -> BulkPatch,
): Flow<BulkOutcome<I, PersonalAccessToken>> = jobAsFlow { elements ->
  patchAll(inputs.asPublisher(elements), options, toPatch)
}

/**
 * Deletes many tokens; see [outcomesAsFlow] for demand and cancel.
 *
 * @param ids the tokens' ids, collected in the context of the collector
 * @param options the options of the job
 * @return one outcome for each id, with that id
 * @sample io.github.sailpat.kotlin.docs.deleteAllSample
 */
public fun PersonalAccessTokens.deleteAllAsFlow(
  ids: Flow<String>,
  options: BulkOptions = BulkOptions.standard(),
): Flow<BulkOutcome<String, String>> = jobAsFlow { elements -> deleteAll(ids.asPublisher(elements), options) }

/**
 * Deletes many tokens from inputs of any type; see [outcomesAsFlow] for demand and cancel.
 *
 * @param inputs the inputs, collected in the context of the collector; each outcome carries its own
 * @param options the options of the job
 * @param toId maps an input to an id. If it throws, the outcome is [BulkOutcome.Rejected]. It must not block
 * @return one outcome for each input, with the id
 * @sample io.github.sailpat.kotlin.docs.deleteAllSample
 */
public fun <I : Any> PersonalAccessTokens.deleteAllAsFlow(
  inputs: Flow<I>,
  options: BulkOptions = BulkOptions.standard(),
  toId: (input: I) -> String,
): Flow<BulkOutcome<I, String>> = jobAsFlow { elements -> deleteAll(inputs.asPublisher(elements), options, toId) }

/**
 * Deletes unused tokens while the list is read; see [outcomesAsFlow] for demand and cancel. If the list fails, the
 * collection fails with its error, after the outcomes.
 *
 * @param options the options
 * @return one outcome for each candidate, with its id
 * @sample io.github.sailpat.kotlin.docs.pruneSample
 */
public fun PersonalAccessTokens.pruneAsFlow(options: PruneOptions): Flow<BulkOutcome<PruneCandidate, String>> =
  jobAsFlow {
    prune(options)
  }
