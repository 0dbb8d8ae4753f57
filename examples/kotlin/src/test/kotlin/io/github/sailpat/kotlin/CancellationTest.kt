package io.github.sailpat.kotlin

import io.github.sailpat.sandbox.Operation
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactive.asFlow

/** What ends in a coroutine ends on the wire: the connection of an abandoned call is closed, not drained. */
class CancellationTest {
  @Test
  fun `take ends a list of a hundred million tokens after three`() =
    withTenant({ it.generatedTokens(100_000_000) }) { tenant ->
      val three = tenant.tokens.list().asFlow().take(3).toList()

      assertEquals(3, three.size)
      eventually { tenant.closedConnections == 1 }
      assertTrue(tenant.sandbox.ledger.listBytesWritten < 64 * 1024 * 1024)
    }

  @Test
  fun `cancelling the collector ends the list`() =
    withTenant({ it.generatedTokens(100_000_000) }) { tenant ->
      var collected = 0
      val collector = launch { tenant.tokens.list().asFlow().collect { if (++collected == 3) awaitCancellation() } }
      eventually { collected == 3 }
      assertEquals(0, tenant.closedConnections)

      collector.cancelAndJoin()
      eventually { tenant.closedConnections == 1 }
    }

  @Test
  fun `cancelling the caller ends its call`() =
    withTenant({ it.tokens(0).latency(Duration.ofSeconds(1)) }) { tenant ->
      val caller = launch { tenant.tokens.rename("2c9180867817ac4d017817c491119a20", "late") }
      eventually { tenant.sandbox.ledger.count(Operation.PATCH) == 1L }
      assertEquals(0, tenant.closedConnections)

      caller.cancelAndJoin()
      eventually { tenant.closedConnections == 1 }
    }
}
