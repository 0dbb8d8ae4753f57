package io.github.sailpat.kotlin

import io.github.sailpat.reactive.internal.delivery.UndeliveredSignal
import java.util.ArrayDeque
import kotlin.coroutines.CoroutineContext
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Runnable
import kotlinx.coroutines.async
import org.reactivestreams.Subscription
import reactor.util.context.Context

/** Each order of a signal, a cancel, and the dispatch of the coroutine that waits. */
@OptIn(ExperimentalCoroutinesApi::class)
class SignalSubscriberTest {
  /** Runs what is dispatched when the test says so. */
  private class Steps : CoroutineDispatcher() {
    val tasks = ArrayDeque<Runnable>()

    override fun dispatch(context: CoroutineContext, block: Runnable) = tasks.add(block).let {}

    fun run() = generateSequence(tasks::poll).forEach { it.run() }
  }

  private class Source : Subscription {
    var requested = 0L
    var cancels = 0

    override fun request(n: Long) {
      requested += n
    }

    override fun cancel() {
      cancels++
    }
  }

  private val steps = Steps()
  private val source = Source()
  private val subscriber = SignalSubscriber<String>(Context.empty(), single = false)
  private val signal = assertNotNull(UndeliveredSignal.claim(subscriber.currentContext()))
  private val undelivered = mutableListOf<String>()

  private fun next(from: SignalSubscriber<String> = subscriber): Deferred<String?> =
    CoroutineScope(steps).async { from.next() }.also { steps.run() }

  private fun emit(value: String) {
    signal.emitting { undelivered += value }
    subscriber.onNext(value)
  }

  @Test
  fun `one element is requested for each that is taken`() {
    subscriber.onSubscribe(source)
    assertEquals(0, source.requested)

    val first = next()
    assertEquals(1, source.requested)
    emit("a")
    steps.run()

    assertEquals("a", first.getCompleted())
    assertEquals(1, source.requested)
  }

  @Test
  fun `an element on its way to a coroutine that is cancelled is undelivered`() {
    subscriber.onSubscribe(source)
    val first = next()
    emit("a") // resumes the coroutine, which is not dispatched yet

    first.cancel()
    steps.run()

    assertFailsWith<CancellationException> { first.getCompleted() }
    assertEquals(listOf("a"), undelivered)
    assertEquals(1, source.cancels)
  }

  @Test
  fun `an element after the cancel is undelivered`() {
    subscriber.onSubscribe(source)
    val first = next()

    first.cancel()
    assertEquals(1, source.cancels) // before the coroutine is dispatched
    emit("a")
    steps.run()

    assertEquals(listOf("a"), undelivered)
    assertEquals(1, source.cancels)
  }

  @Test
  fun `an element that was taken is delivered, whatever happens afterwards`() {
    subscriber.onSubscribe(source)
    val first = next()
    emit("a")
    steps.run()

    subscriber.cancel()
    subscriber.cancel()

    assertEquals("a", first.getCompleted())
    assertEquals(emptyList(), undelivered)
    assertEquals(1, source.cancels)
  }

  @Test
  fun `an error on its way to a coroutine that is cancelled is undelivered`() {
    subscriber.onSubscribe(source)
    val first = next()
    signal.emitting { undelivered += "error" }
    subscriber.onError(IllegalStateException("lost"))

    first.cancel()
    steps.run()

    assertEquals(listOf("error"), undelivered)
    assertEquals(0, source.cancels)
  }

  @Test
  fun `an error is thrown once`() {
    subscriber.onSubscribe(source)
    val first = next()
    subscriber.onError(IllegalStateException("lost"))
    steps.run()

    assertIs<IllegalStateException>(first.getCompletionExceptionOrNull())
    subscriber.cancel()
    assertEquals(0, source.cancels)
  }

  @Test
  fun `completion with the last element is seen after it`() {
    subscriber.onSubscribe(source)
    val first = next()
    emit("a")
    subscriber.onComplete()
    steps.run()

    assertEquals("a", first.getCompleted())
    val second = next()
    assertEquals(null, second.getCompleted())
    assertEquals(1, source.requested)
  }

  @Test
  fun `a single element needs no cancel after it`() {
    val single = SignalSubscriber<String>(Context.empty(), single = true)
    val claimed = assertNotNull(UndeliveredSignal.claim(single.currentContext()))
    single.onSubscribe(source)
    val first = next(single)
    claimed.emitting { undelivered += "a" }
    single.onNext("a")

    first.cancel()
    steps.run()

    assertEquals(listOf("a"), undelivered)
    assertEquals(0, source.cancels)
  }

  @Test
  fun `a subscription that comes after the cancel is cancelled`() {
    val first = next()

    first.cancel()
    steps.run()
    subscriber.onSubscribe(source)

    assertEquals(1, source.cancels)
    assertEquals(0, source.requested)
  }

  @Test
  fun `an operation within gets no report`() {
    assertEquals(null, UndeliveredSignal.claim(subscriber.currentContext()))
  }
}
