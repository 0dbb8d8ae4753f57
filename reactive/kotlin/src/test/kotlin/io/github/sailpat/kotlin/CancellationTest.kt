package io.github.sailpat.kotlin

import io.github.sailpat.error.RotationFailedException
import io.github.sailpat.error.RotationState
import io.github.sailpat.reactive.BulkOptions
import io.github.sailpat.reactive.BulkOutcome
import io.github.sailpat.reactive.BulkOutcome.Succeeded
import io.github.sailpat.sandbox.Fault
import io.github.sailpat.sandbox.Operation
import io.github.sailpat.sandbox.SandboxToken
import io.github.sailpat.token.CreatedPersonalAccessToken
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactive.asPublisher
import kotlinx.coroutines.withTimeoutOrNull

/** What ends in a coroutine ends at the tenant at once, and demand goes through to the socket. */
class CancellationTest {
  private val names: Flow<String> = List(20) { "t-$it" }.asFlow()

  @Test
  fun `cancelling a create closes its connection, and it is told by its name`() = withTenant { tenant ->
    tenant.sandbox.faults.add(Fault.on(Operation.CREATE).stallAfterApplying())
    val caller = launch { tenant.tokens.createAndAwait { name("deploy") } }
    eventually { tenant.sandbox.ledger.createsApplied == 1L }
    val open = tenant.sandbox.openConnections

    caller.cancelAndJoin()

    assertEquals(listOf("deploy"), tenant.abandoned.map { it.name })
    eventually { tenant.sandbox.openConnections == open - 1 }
  }

  @Test
  fun `a timeout closes the connection of a call`() =
    withTenant({ latency(Duration.ofSeconds(30)) }) { tenant ->
      assertNull(withTimeoutOrNull(500) { tenant.tokens.deleteAndAwait("2c9180867817ac4d017817c491119a20") })
      assertNull(withTimeoutOrNull(500) { tenant.tokens.listAsFlow().toList() })

      eventually { tenant.sandbox.openConnections <= 1 }
    }

  @Test
  fun `cancel takes effect on the thread that cancels, also if the dispatcher is busy`() = withTenant { tenant ->
    tenant.sandbox.faults.add(Fault.on(Operation.CREATE).stallAfterApplying())
    val caller = launch { tenant.tokens.createAndAwait { name("deploy") } }
    eventually { tenant.sandbox.ledger.createsApplied == 1L }

    caller.cancel() // and the one thread of this test does not run that coroutine meanwhile

    assertEquals(listOf("deploy"), tenant.abandoned.map { it.name })
  }

  @Test
  fun `take ends a list of a hundred million tokens after three`() =
    withTenant({ generatedTokens(100_000_000) }) { tenant ->
      assertEquals(3, tenant.tokens.listAsFlow().take(3).toList().size)

      eventually { tenant.sandbox.openConnections <= 1 }
      assertTrue(tenant.sandbox.ledger.listBytesWritten < 64 * 1024 * 1024)
    }

  @Test
  fun `a collector that pauses makes the tenant stop sending`() =
    withTenant({ generatedTokens(100_000_000) }) { tenant ->
      val paused = CompletableDeferred<Unit>()
      var collected = 0
      val collector = launch {
        tenant.tokens.listAsFlow().collect {
          if (++collected == 3) {
            paused.complete(Unit)
            awaitCancellation()
          }
        }
      }
      paused.await()

      val written = tenant.sandbox.ledger::getListBytesWritten
      var before = -1L
      while (before != written()) { // for a whole second
        before = written()
        delay(1000)
      }
      println("figure: the tenant has stopped after ${before / 1024} KiB")
      assertTrue(before < 64 * 1024 * 1024, "$before bytes")
      assertEquals(3, collected)
      collector.cancelAndJoin()
    }

  @Test
  fun `a job takes no more inputs than its concurrency ahead of its collector`() = withTenant { tenant ->
    val paused = CompletableDeferred<Unit>()
    val collector = launch {
      tenant.tokens
        .createAllAsFlow(names, request = { name(it) }, options = concurrency(4)) {}
        .collect {
          paused.complete(Unit)
          awaitCancellation()
        }
    }
    paused.await()
    eventually { tenant.sandbox.ledger.createsApplied >= 4L }
    delay(200)

    assertTrue(tenant.sandbox.ledger.createsApplied <= 5, "${tenant.sandbox.ledger.createsApplied}")
    collector.cancelAndJoin()
  }

  @Test
  fun `cancelling the collector of a job ends each call in flight and begins no other`() = withTenant { tenant ->
    tenant.sandbox.faults.add(Fault.on(Operation.DELETE).always().stall())
    val ids = List(20) { tenant.sandbox.addToken("t-$it").id }
    val collector = launch { tenant.tokens.deleteAllAsFlow(ids.asFlow(), concurrency(4)).collect {} }
    eventually { tenant.sandbox.ledger.count(Operation.DELETE) == 4L }
    val open = tenant.sandbox.openConnections

    collector.cancelAndJoin()

    eventually { tenant.sandbox.openConnections == open - 4 }
    assertEquals(4, tenant.sandbox.ledger.count(Operation.DELETE))
  }

  @Test
  fun `the collection of creates ends after the hand-overs that have started`() = withTenant { tenant ->
    val started = CompletableDeferred<Unit>()
    val release = CompletableDeferred<Unit>()
    var stored = false
    val collector = launch {
      tenant.tokens
        .createAllAsFlow(names.take(1), request = { name(it) }) {
          started.complete(Unit)
          release.await()
          stored = true
        }
        .collect {}
    }
    started.await()

    collector.cancel()
    delay(50)
    assertTrue(!collector.isCompleted)
    release.complete(Unit)
    collector.join()

    assertTrue(stored)
    assertEquals(0, tenant.undelivered.size + tenant.abandoned.size)
  }

  @Test
  fun `a hand-over that throws leaves its secret to onUndeliveredSecret`() = withTenant { tenant ->
    val outcomes =
      tenant.tokens.createAllAsFlow(names.take(1), request = { name(it) }) { error("the vault is sealed") }.toList()

    assertIs<BulkOutcome.SecretLost<*, *>>(outcomes.single())
    assertEquals(tenant.sandbox.ledger.tokens.map { it.secret }, tenant.undelivered.map { it.secret.reveal() })
  }

  @Test
  fun `a job that is cancelled while it is collected gracefully reports what is in flight`() =
    withTenant({ latency(Duration.ofMillis(200)) }) { tenant ->
      val outcomes = mutableListOf<BulkOutcome<String, CreatedPersonalAccessToken>>()
      val job =
        tenant.tokens.createAll(names.asPublisher(), concurrency(2)) { name ->
          createPersonalAccessTokenRequest { name(name) }
        }
      val collector = launch { job.collectGracefully { outcomes += it } }
      eventually { tenant.sandbox.ledger.count(Operation.CREATE) == 2L }

      collector.cancelAndJoin()

      assertTrue(collector.isCancelled)
      assertEquals(
        tenant.sandbox.ledger.tokens.map(SandboxToken::secret).toSet(),
        outcomes.filterIsInstance<Succeeded<*, CreatedPersonalAccessToken>>().map { it.result.secret.reveal() }.toSet(),
      )
      assertEquals(2, tenant.sandbox.ledger.count(Operation.CREATE))
    }

  @Test
  fun `a job that is collected gracefully by a coroutine that is cancelled already sends nothing`() =
    withTenant { tenant ->
      val caller = launch {
        coroutineContext[Job]!!.cancel()
        tenant.tokens.createAll(names.map { request(it) }.asPublisher(), concurrency(2)).collectGracefully {}
      }
      caller.join()

      assertTrue(caller.isCancelled)
      assertEquals(0, tenant.sandbox.ledger.count(Operation.CREATE))
    }

  @Test
  fun `what the report has thrown is not lost when the coroutine is cancelled`() =
    withTenant({ latency(Duration.ofMillis(200)) }) { tenant ->
      var thrown: Throwable? = null
      val job = tenant.tokens.createAll(names.map { request(it) }.asPublisher(), concurrency(2))
      val collector = launch {
        try {
          job.collectGracefully { error("the vault is sealed") }
        } catch (e: Throwable) {
          thrown = e
        }
      }
      eventually { tenant.sandbox.ledger.count(Operation.CREATE) == 2L }

      collector.cancelAndJoin()

      assertEquals("the vault is sealed", thrown?.message)
    }

  @Test
  fun `what the report has thrown is not lost when the source fails`() = withTenant { tenant ->
    val failing = flow {
      emit(request("t-1"))
      eventually { tenant.sandbox.ledger.count(Operation.CREATE) == 1L }
      delay(20)
      error("the source")
    }
    val failure =
      assertFailsWith<IllegalStateException> {
        tenant.tokens.createAll(failing.asPublisher(), concurrency(1)).collectGracefully { error("the report") }
      }
    assertContains((listOf(failure) + failure.suppressed).map { it.message }, "the report")
  }

  private fun request(name: String) = createPersonalAccessTokenRequest { name(name) }

  @Test
  fun `a job whose report throws is stopped, and its other outcomes are reported`() = withTenant { tenant ->
    val reported = mutableListOf<Long>()
    val job =
      tenant.tokens.createAll(names.asPublisher(), concurrency(4)) { name ->
        createPersonalAccessTokenRequest { name(name) }
      }

    val failure =
      assertFailsWith<IllegalStateException> {
        job.collectGracefully {
          reported += it.index
          error("outcome ${it.index}")
        }
      }

    assertEquals("outcome ${reported.first()}", failure.message)
    assertTrue(tenant.sandbox.ledger.createsApplied < 20)
    assertEquals(0, tenant.undelivered.size + tenant.abandoned.size)
  }

  @Test
  fun `a rotation that is cancelled in the hand-over cancels it, keeps both tokens, and continues`() =
    withTenant { tenant ->
      val old = tenant.sandbox.addToken("deploy").id
      val begun = CompletableDeferred<Unit>()
      val handOver = CompletableDeferred<Job>()
      val caller = launch {
        tenant.tokens.rotateAndAwait(old) {
          try {
            begun.complete(Unit)
            awaitCancellation()
          } finally {
            handOver.complete(Job())
          }
        }
      }
      begun.await()

      caller.cancelAndJoin()
      handOver.await()
      assertEquals(2, tenant.sandbox.ledger.tokens.size)

      tenant.tokens.rotateAndAwait(old) {}
      assertEquals(1, tenant.sandbox.ledger.tokens.size)
    }

  @Test
  fun `a hand-over that throws fails the rotation with the secret`() = withTenant { tenant ->
    val old = tenant.sandbox.addToken("deploy").id

    val failed =
      assertFailsWith<RotationFailedException> { tenant.tokens.rotateAndAwait(old) { error("the vault is sealed") } }

    assertEquals(RotationState.NOT_HANDED_OVER, failed.state)
    assertContains(failed.message.orEmpty(), "hand")
  }

  private fun concurrency(items: Int): BulkOptions = bulkOptions { concurrency(items) }
}
