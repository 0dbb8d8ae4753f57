package io.github.sailpat.kotlin

import io.github.sailpat.reactive.BulkOptions
import io.github.sailpat.reactive.BulkOutcome
import io.github.sailpat.sandbox.Fault
import io.github.sailpat.sandbox.Operation
import io.github.sailpat.token.CreatePersonalAccessTokenRequest
import io.github.sailpat.token.CreatedPersonalAccessToken
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.asPublisher
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.withTimeoutOrNull

/** What ends in a coroutine ends at the tenant: the connection of an abandoned call is closed, not drained. */
class CancellationTest {
  @Test
  fun `take ends a list of a hundred million tokens after three`() =
    withTenant({ it.generatedTokens(100_000_000) }) { tenant ->
      val three = tenant.tokens.list().asFlow().take(3).toList()

      assertEquals(3, three.size)
      eventually { tenant.sandbox.openConnections == 1 }
      assertTrue(tenant.sandbox.ledger.listBytesWritten < 64 * 1024 * 1024)
    }

  @Test
  fun `cancelling the collector ends the list`() =
    withTenant({ it.generatedTokens(100_000_000) }) { tenant ->
      var collected = 0
      val collector = launch { tenant.tokens.list().asFlow().collect { if (++collected == 3) awaitCancellation() } }
      eventually { collected == 3 }
      val open = tenant.sandbox.openConnections

      collector.cancelAndJoin()
      eventually { tenant.sandbox.openConnections == open - 1 }
      assertTrue(tenant.sandbox.ledger.listBytesWritten < 64 * 1024 * 1024)
    }

  @Test
  fun `cancelling the caller ends its call`() =
    withTenant({ it.tokens(0).latency(LONG) }) { tenant ->
      val caller = launch { tenant.tokens.rename("2c9180867817ac4d017817c491119a20", "late") }
      eventually { tenant.sandbox.ledger.count(Operation.PATCH) == 1L }
      val open = tenant.sandbox.openConnections

      caller.cancelAndJoin()
      eventually { tenant.sandbox.openConnections == open - 1 }
    }

  @Test
  fun `a timeout ends the call`() = withTenant { tenant ->
    tenant.sandbox.faults.add(Fault.on(Operation.LIST).stall())

    val none = withTimeoutOrNull(500) { tenant.tokens.list().asFlow().toList() }

    assertEquals(null, none)
    eventually { tenant.sandbox.openConnections == 1 }
  }

  @Test
  fun `cancelling the collector of a bulk job ends each call in flight and begins no other`() =
    withTenant({ it.tokens(0).latency(LONG) }) { tenant ->
      val ids = List(20) { tenant.sandbox.addToken("t-$it").id }.asFlow().asPublisher()
      val collector = launch { tenant.tokens.deleteAll(ids, atATime(4)).asFlow().collect {} }
      eventually { tenant.sandbox.ledger.count(Operation.DELETE) == 4L }
      val open = tenant.sandbox.openConnections

      collector.cancelAndJoin()
      eventually { tenant.sandbox.openConnections == open - 4 }
      assertEquals(4, tenant.sandbox.ledger.count(Operation.DELETE))
    }

  @Test
  fun `a job that is collected gracefully finishes what is in flight and reports each secret`() =
    withTenant({ it.tokens(0).latency(SHORT) }) { tenant ->
      val outcomes = mutableListOf<BulkOutcome<String, CreatedPersonalAccessToken>>()
      val names = List(8) { "t-$it" }.asFlow().asPublisher()
      val job =
        tenant.tokens.createAll(names, atATime(2)) { name -> CreatePersonalAccessTokenRequest.create { it.name(name) } }
      val collector = launch { job.collectGracefully { outcomes += it } }
      eventually { tenant.sandbox.ledger.count(Operation.CREATE) == 2L }

      collector.cancelAndJoin()

      assertTrue(collector.isCancelled)
      val vault = TestVault()
      outcomes.forEach { if (it is BulkOutcome.Succeeded) vault.store(it.input, it.result) }
      assertEquals(2, tenant.sandbox.ledger.tokens.size)
      vault.assertKnows(tenant.sandbox.ledger.tokens)
      assertEquals(2, tenant.sandbox.ledger.count(Operation.CREATE))
    }

  @Test
  fun `a job that nobody stops is collected whole`() = withTenant { tenant ->
    val ids = List(5) { tenant.sandbox.addToken("t-$it").id }
    val outcomes = mutableListOf<BulkOutcome<String, String>>()

    tenant.tokens.deleteAll(ids.asFlow().asPublisher(), atATime(2)).collectGracefully { outcomes += it }

    assertEquals(
      ids.toSet(),
      outcomes.filterIsInstance<BulkOutcome.Succeeded<String, String>>().map { it.result }.toSet(),
    )
  }

  @Test
  fun `cancelling a create while its answer is on its way closes the exchange`() = withTenant { tenant ->
    tenant.sandbox.faults.add(Fault.on(Operation.CREATE).stallInBody(40))
    val caller = launch { tenant.tokens.create { it.name("deploy") }.awaitSingle() }
    eventually { tenant.sandbox.ledger.createsApplied == 1L }
    val open = tenant.sandbox.openConnections

    caller.cancelAndJoin()
    eventually { tenant.sandbox.openConnections == open - 1 }
    // What the tenant has done is done: issueInto is for who does not want that.
    assertEquals(1, tenant.sandbox.ledger.findByName("deploy").size)
  }

  @Test
  fun `issueInto stores the secret of an answer that is on its way`() = withTenant { tenant ->
    val vault = TestVault()
    tenant.sandbox.faults.add(Fault.on(Operation.CREATE).dripBody(40, Duration.ofMillis(20)))
    val caller = launch { tenant.tokens.issueInto(vault, "deploy") }
    eventually { tenant.sandbox.ledger.createsApplied == 1L }

    caller.cancelAndJoin()

    vault.assertKnows(tenant.sandbox.ledger.findByName("deploy"))
  }

  @Test
  fun `a rotation that is cancelled in the hand-over cancels it, keeps both, and goes on when it is run again`() =
    withTenant { tenant ->
      val old = tenant.sandbox.addToken("deploy").id
      val begun = CompletableDeferred<Unit>()
      val cancelled = CompletableDeferred<Unit>()
      val stuck = TestVault {
        try {
          begun.complete(Unit)
          awaitCancellation()
        } finally {
          cancelled.complete(Unit)
        }
      }
      val caller = launch { tenant.tokens.rotate(old, rotationInto(stuck)).awaitSingle() }
      begun.await()

      caller.cancelAndJoin()
      cancelled.await()
      assertEquals(2, tenant.sandbox.ledger.tokens.size)
      assertNotNull(tenant.sandbox.ledger.findById(old))

      val vault = TestVault()
      tenant.tokens.rotate(old, rotationInto(vault)).awaitSingle()
      assertEquals(1, tenant.sandbox.ledger.tokens.size)
      vault.assertKnows(tenant.sandbox.ledger.tokens)
    }

  private fun atATime(concurrency: Int) = BulkOptions.create { it.concurrency(concurrency) }

  private companion object {
    val LONG: Duration = Duration.ofSeconds(1)
    val SHORT: Duration = Duration.ofMillis(200)
  }
}
