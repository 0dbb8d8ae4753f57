package io.github.sailpat.kotlin

import io.github.sailpat.reactive.internal.delivery.UndeliveredSignal
import java.util.concurrent.atomic.AtomicReference
import kotlin.coroutines.cancellation.CancellationException
import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.suspendCancellableCoroutine
import org.reactivestreams.Subscription
import reactor.core.CoreSubscriber
import reactor.core.publisher.Operators
import reactor.util.context.Context

/**
 * Passes the signals of a publisher to a coroutine, one by one: an element is requested when the coroutine waits for
 * it, so no more than one is on its way. If the coroutine is cancelled while it is resumed, that one is reported as
 * undelivered.
 *
 * `element` is null, the element that the coroutine has not taken yet, or [CANCELLED] when it takes no more.
 *
 * @param single whether the first element is also the last signal
 */
internal class SignalSubscriber<T : Any>(context: Context, private val single: Boolean) : CoreSubscriber<T> {
  private class End(val error: Throwable?)

  private val undelivered = UndeliveredSignal()
  private val context = undelivered.putInto(context)
  private val upstream = object : Operators.DeferredSubscription() {}
  private val waiting = AtomicReference<CancellableContinuation<Unit>?>()
  private val element = AtomicReference<Any?>()
  private val end = AtomicReference<End?>()

  /**
   * The next element, or null if the publisher has completed. Throws the error of the publisher. When the coroutine is
   * cancelled, so is the publisher.
   */
  suspend fun next(): T? {
    try {
      suspendCancellableCoroutine<Unit> { continuation ->
        waiting.set(continuation)
        continuation.invokeOnCancellation { cancel() } // at once, also if the dispatcher is busy
        if (end.get() == null) upstream.request(1) else wake()
      }
    } catch (e: CancellationException) {
      cancel()
      throw e
    }
    @Suppress("UNCHECKED_CAST")
    return element.getAndSet(null) as T? ?: end.getAndSet(COMPLETED)?.error?.let { throw it }
  }

  /** Takes no more. Does nothing after the last signal was taken. */
  fun cancel() {
    val arrived = element.getAndSet(CANCELLED)
    if (arrived == CANCELLED) return
    val terminal = end.getAndSet(COMPLETED)
    if (arrived != null || terminal?.error != null) undelivered.report()
    if (terminal == null) upstream.cancel()
  }

  private fun wake() {
    waiting.getAndSet(null)?.resume(Unit)
  }

  override fun onSubscribe(subscription: Subscription) {
    upstream.set(subscription)
  }

  override fun onNext(value: T) {
    if (single) end.set(COMPLETED)
    if (element.compareAndSet(null, value)) wake() else undelivered.report()
  }

  override fun onComplete() {
    end.compareAndSet(null, COMPLETED)
    wake()
  }

  override fun onError(error: Throwable) {
    if (end.compareAndSet(null, End(error))) wake() else undelivered.report()
  }

  override fun currentContext(): Context = context

  private companion object {
    private val COMPLETED = End(null)
    private val CANCELLED = Any()
  }
}
