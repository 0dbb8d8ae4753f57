package io.github.sailpat.kotlin

import io.github.sailpat.reactive.AbandonedCreate
import io.github.sailpat.reactive.BulkOptions
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.RotationOptions
import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.sandbox.Fault
import io.github.sailpat.sandbox.Operation
import io.github.sailpat.token.CreatePersonalAccessTokenRequest
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.Secret
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.asPublisher
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.awaitSingleOrNull
import kotlinx.coroutines.reactor.mono

/** What the client tells of a create whose coroutine is cancelled. */
class AbandonedCreateTest {
  private val abandoned = CopyOnWriteArrayList<AbandonedCreate>()
  private val undelivered = CopyOnWriteArrayList<CreatedPersonalAccessToken>()

  private fun withListener(test: suspend CoroutineScope.(TestTenant, PersonalAccessTokens) -> Unit) =
    withTenant { tenant ->
      val client =
        SailPointClient.create {
          it
            .baseUrl(tenant.sandbox.baseUrl)
            .clientCredentials(tenant.sandbox.clientId, Secret.of(tenant.sandbox.clientSecret))
            .onAbandonedCreate(abandoned::add)
            .onUndeliveredSecret(undelivered::add)
        }
      try {
        test(tenant, client.personalAccessTokens())
      } finally {
        client.disposeLater().awaitSingleOrNull()
      }
    }

  @Test
  fun `a create that was sent is told by its name`() = withListener { tenant, tokens ->
    tenant.sandbox.faults.add(Fault.on(Operation.CREATE).stallAfterApplying())
    val caller = launch { tokens.issue("deploy") }
    eventually { tenant.sandbox.ledger.createsApplied == 1L }

    caller.cancelAndJoin()

    assertEquals(listOf("deploy"), abandoned.map { it.name })
    assertEquals(0, undelivered.size)
  }

  @Test
  fun `a secret that has arrived is handed over`() = withListener { tenant, tokens ->
    tenant.sandbox.faults.add(Fault.on(Operation.CREATE).always().stallInBody(200))
    var wait = 50.milliseconds
    while (undelivered.isEmpty()) { // until the first bytes of the answer were read in that time
      val caller = launch { tokens.issue("deploy-$wait") }
      delay(wait)
      caller.cancelAndJoin()
      wait *= 2
    }

    val token = undelivered.single()
    assertEquals(token.secret.reveal(), assertNotNull(tenant.sandbox.ledger.findById(token.id)).secret)
  }

  @Test
  fun `each create in flight of a job is told`() = withListener { tenant, tokens ->
    tenant.sandbox.faults.add(Fault.on(Operation.CREATE).always().stallAfterApplying())
    val names = List(8) { "t-$it" }.asFlow().asPublisher()
    val job =
      tokens.createAll(names, BulkOptions.create { it.concurrency(3) }) { name ->
        CreatePersonalAccessTokenRequest.create { it.name(name) }
      }
    val collector = launch { job.asFlow().collect {} }
    eventually { tenant.sandbox.ledger.createsApplied == 3L }

    collector.cancelAndJoin()

    assertEquals(setOf("t-0", "t-1", "t-2"), abandoned.map { it.name }.toSet())
    assertEquals(3, abandoned.size)
  }

  @Test
  fun `the successor of a rotation is told`() = withListener { tenant, tokens ->
    val old = tenant.sandbox.addToken("deploy").id
    tenant.sandbox.faults.add(Fault.on(Operation.CREATE).stallAfterApplying())
    val caller = launch { tokens.rotate(old, RotationOptions.of { mono {} }).awaitSingle() }
    eventually { tenant.sandbox.ledger.createsApplied == 1L }

    caller.cancelAndJoin()

    assertContains(abandoned.single().name, "deploy")
  }
}
