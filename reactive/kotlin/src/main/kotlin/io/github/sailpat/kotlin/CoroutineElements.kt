package io.github.sailpat.kotlin

import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.Job
import kotlinx.coroutines.reactor.ReactorContext
import kotlinx.coroutines.reactor.mono
import reactor.core.publisher.Mono
import reactor.util.context.Context

/**
 * The elements of a coroutine on their way through a call to the functions that the call has: dispatcher, `MDCContext`,
 * and whatever else is in the context of the coroutine. The job is none of them, because each function has its own.
 */
internal object CoroutineElements {
  private val KEY: Any = CoroutineElements::class.java

  /** What the subscriber of a call has: the Reactor context of the coroutine, and its elements. */
  fun reactorContextOf(coroutine: CoroutineContext): Context =
    (coroutine[ReactorContext]?.context ?: Context.empty()).put(KEY, withoutJob(coroutine))

  fun withoutJob(coroutine: CoroutineContext): CoroutineContext = coroutine.minusKey(Job)

  /** Runs a function of the user in a coroutine of the same elements, and of the Reactor context of the call. */
  fun <T : Any> mono(block: suspend () -> T?): Mono<T> =
    Mono.deferContextual { call ->
      mono(call.getOrDefault<CoroutineContext>(KEY, EmptyCoroutineContext) ?: EmptyCoroutineContext) { block() }
    }
}
