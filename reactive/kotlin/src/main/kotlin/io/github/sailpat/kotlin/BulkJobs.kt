package io.github.sailpat.kotlin

import io.github.sailpat.reactive.BulkJob
import io.github.sailpat.reactive.BulkOutcome
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/**
 * The outcomes of this job. The flow is cold: each collection runs the job.
 *
 * It requests one outcome at a time, so the job takes no more inputs than its concurrency ahead of the collector.
 * Unlike `asFlow()`, it has no buffer, from which outcomes would be dropped with their secrets. When the collector is
 * cancelled, throws, or has enough, the job is cancelled at once; each secret that has arrived and that the collector
 * was not called with goes to `onUndeliveredSecret`, and each create that was sent to `onAbandonedCreate`.
 *
 * An operator after this flow that buffers, such as `buffer`, `flowOn` or `shareIn`, drops outcomes of its own accord.
 * Create tokens by [createAllAsFlow], which stores each secret before its outcome is emitted.
 *
 * @return one outcome for each input. The collection fails only if the source of the job does
 * @sample io.github.sailpat.kotlin.docs.outcomesSample
 */
public fun <I : Any, R : Any> BulkJob<I, R>.outcomesAsFlow(): Flow<BulkOutcome<I, R>> = flow { emitOutcomes(this) }

/**
 * Collects the outcomes of this job to its end, once. When the coroutine is cancelled, the job is stopped and not cut
 * off: nothing new is sent, and [report] gets the outcome of each item in flight, with each secret that arrives. After
 * that the coroutine is cancelled. If [report] throws, the job is stopped in the same way, and the exception is thrown
 * after the last outcome; if the source of the job fails too, as a suppressed one of its error.
 *
 * @param report takes each outcome. It is not cancelled
 * @sample io.github.sailpat.kotlin.docs.gracefulSample
 */
public suspend fun <I : Any, R : Any> BulkJob<I, R>.collectGracefully(
  report: suspend (outcome: BulkOutcome<I, R>) -> Unit
) {
  var failure: Throwable? = null
  coroutineScope {
    val stopper =
      launch(start = CoroutineStart.UNDISPATCHED) {
        try {
          awaitCancellation()
        } finally {
          stop()
        }
      }
    withContext(NonCancellable) {
      try {
        outcomesAsFlow().collect { outcome ->
          try {
            report(outcome)
          } catch (e: Throwable) { // of the caller: the secrets after this one are reported all the same
            failure?.addSuppressed(e) ?: run { failure = e }
            stop()
          }
        }
      } catch (e: Throwable) { // of the source
        failure?.let(e::addSuppressed)
        throw e
      }
    }
    stopper.cancel()
    failure?.let { throw it } // here, or the cancellation of the scope would take its place
  }
}

/** The job that [create] makes of the elements of the collector, in which its source runs. */
internal fun <I : Any, R : Any> jobAsFlow(
  create: (elements: CoroutineContext) -> BulkJob<I, R>
): Flow<BulkOutcome<I, R>> = flow { create(CoroutineElements.withoutJob(currentCoroutineContext())).emitOutcomes(this) }

internal suspend fun <I : Any, R : Any> BulkJob<I, R>.emitOutcomes(collector: FlowCollector<BulkOutcome<I, R>>) {
  val outcomes =
    SignalSubscriber<BulkOutcome<I, R>>(CoroutineElements.reactorContextOf(currentCoroutineContext()), single = false)
  subscribe(outcomes)
  try {
    while (true) collector.emit(outcomes.next() ?: break)
  } finally {
    outcomes.cancel()
  }
}
