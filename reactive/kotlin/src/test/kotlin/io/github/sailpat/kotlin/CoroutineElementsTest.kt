package io.github.sailpat.kotlin

import io.github.sailpat.sandbox.Fault
import io.github.sailpat.sandbox.Operation
import java.time.Duration
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertSame
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactor.ReactorContext
import kotlinx.coroutines.reactor.asCoroutineContext
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.mono
import kotlinx.coroutines.slf4j.MDCContext
import kotlinx.coroutines.withContext
import org.slf4j.MDC
import reactor.util.context.Context

/** The elements of a coroutine in the functions that its calls have, and those of Reactor. */
class CoroutineElementsTest {
  private class Request(val id: String) : AbstractCoroutineContextElement(Request) {
    companion object Key : CoroutineContext.Key<Request>
  }

  private val elements =
    MDCContext(mapOf("request" to "42")) +
      Request("42") +
      CoroutineName("job") +
      Context.of("request", "42").asCoroutineContext()

  private data class Seen(val mdc: String?, val element: String?, val name: String?, val reactor: String?)

  private suspend fun see(): Seen {
    val context = currentCoroutineContext()
    return Seen(
      MDC.get("request"),
      context[Request]?.id,
      context[CoroutineName]?.name,
      context[ReactorContext]?.context?.getOrDefault<String>("request", null),
    )
  }

  private val all = Seen("42", "42", "job", "42")

  @Test
  fun `the functions of a rotation have those of the caller`() = withTenant { tenant ->
    val old = tenant.sandbox.addToken("deploy").id
    val seen = mutableListOf<Seen>()
    val options = rotationOptions {
      handOverSuspending { _, _ -> seen += see() }
      beforeDeleteSuspending { seen += see() }
    }

    withContext(elements) { tenant.tokens.rotateAndAwait(old, options) }

    assertEquals(listOf(all, all), seen.toList())
    assertEquals(null, MDC.get("request"))
  }

  @Test
  fun `the hand-over and the source of a job have those of the collector`() = withTenant { tenant ->
    val seen = mutableListOf<Seen>()
    val names = flow {
      seen += see()
      emit("deploy")
    }
    val outcomes = tenant.tokens.createAllAsFlow(names, request = { name(it) }) { seen += see() }

    withContext(elements) { outcomes.collect() }

    assertEquals(listOf(all, all), seen.toList())
  }

  @Test
  fun `the hand-over runs on the dispatcher of the caller`() = withTenant { tenant ->
    val old = tenant.sandbox.addToken("deploy").id
    val thread = Thread.currentThread()

    tenant.tokens.rotateAndAwait(old) { assertSame(thread, Thread.currentThread()) }
    tenant.tokens
      .createAllAsFlow(listOf("other").asFlow(), request = { name(it) }) { assertSame(thread, Thread.currentThread()) }
      .collect()
  }

  @Test
  fun `a secret that arrives after a cancel is handed over with them too`() =
    withTenant(customizer = { completeSentCreates(true) }) { tenant ->
      tenant.sandbox.faults.add(Fault.on(Operation.CREATE).dripBody(40, Duration.ofMillis(30)))
      val seen = CompletableDeferred<Seen>()
      val collector =
        launch(elements) {
          tenant.tokens
            .createAllAsFlow(listOf("deploy").asFlow(), request = { name(it) }) { seen.complete(see()) }
            .collect()
        }
      eventually { tenant.sandbox.ledger.createsApplied == 1L }

      collector.cancelAndJoin()

      assertEquals(all, seen.await())
    }

  @Test
  fun `a hand-over has the context of Reactor of a Mono`() = withTenant { tenant ->
    val old = tenant.sandbox.addToken("deploy").id
    val options = rotationOptions { handOverSuspending { _, _ -> assertEquals("42", see().reactor) } }

    tenant.tokens.rotate(old, options).contextWrite(Context.of("request", "42")).awaitSingle()
    mono { tenant.tokens.rotateAndAwait(tenant.sandbox.addToken("other").id) { assertEquals("42", see().reactor) } }
      .contextWrite(Context.of("request", "42"))
      .awaitSingle()
  }

  @Test
  fun `a hand-over may create a token of its own`() = withTenant { tenant ->
    val old = tenant.sandbox.addToken("deploy").id

    tenant.tokens.rotateAndAwait(old) { tenant.tokens.createAndAwait { name("within") } }

    assertEquals(1, tenant.sandbox.ledger.findByName("within").size)
  }
}
