package io.github.sailpat.kotlin

import io.github.sailpat.error.ClientClosedException
import io.github.sailpat.sandbox.Fault
import io.github.sailpat.sandbox.Operation
import io.github.sailpat.sandbox.SandboxTenant
import io.github.sailpat.token.Secret
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.INFINITE
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.supervisorScope

class ClientsTest {
  private fun client(sandbox: SandboxTenant) = sailPointClient {
    baseUrl(sandbox.baseUrl)
    clientCredentials(sandbox.clientId, Secret.of(sandbox.clientSecret))
  }

  @Test
  fun `useSuspending returns the result of the block, and closes the client`() = withTenant { tenant ->
    val client = client(tenant.sandbox)

    val names = client.useSuspending { it.personalAccessTokens().listAsFlow().toList() }

    assertEquals(0, names.size)
    assertTrue(client.isDisposed)
    eventually { tenant.sandbox.openConnections == 0 }
  }

  @Test
  fun `useSuspending closes the client when the block throws, or is cancelled`() = withTenant { tenant ->
    val throwing = client(tenant.sandbox)
    assertFailsWith<IllegalStateException> { throwing.useSuspending { error("no") } }
    assertTrue(throwing.isDisposed)

    val cancelled = client(tenant.sandbox)
    val begun = CompletableDeferred<Unit>()
    val user = launch {
      cancelled.useSuspending {
        begun.complete(Unit)
        awaitCancellation()
      }
    }
    begun.await()
    user.cancelAndJoin()
    assertTrue(cancelled.isDisposed)
  }

  @Test
  fun `closeAndAwait lets calls end within the grace period`() = withTenant { tenant ->
    supervisorScope {
      tenant.sandbox.faults.add(Fault.on(Operation.CREATE).delay(Duration.ofMillis(200)))
      val ending = client(tenant.sandbox)
      val created = async { ending.personalAccessTokens().createAndAwait { name("ends") } }
      eventually { tenant.sandbox.ledger.count(Operation.CREATE) == 1L }
      ending.closeAndAwait(30.seconds)
      assertEquals("ends", created.await().name)

      tenant.sandbox.faults.add(Fault.on(Operation.CREATE).stall())
      val stalled = client(tenant.sandbox)
      val lost = async { stalled.personalAccessTokens().createAndAwait { name("stalls") } }
      eventually { tenant.sandbox.ledger.count(Operation.CREATE) == 2L }
      stalled.closeAndAwait()
      assertFailsWith<ClientClosedException> { lost.await() }
    }
  }

  @Test
  fun `closeAndAwait without a limit waits for the calls`() = withTenant { tenant ->
    tenant.sandbox.faults.add(Fault.on(Operation.CREATE).delay(Duration.ofMillis(200)))
    val ending = client(tenant.sandbox)
    val created = async { ending.personalAccessTokens().createAndAwait { name("ends") } }
    eventually { tenant.sandbox.ledger.count(Operation.CREATE) == 1L }
    ending.closeAndAwait(INFINITE)
    assertEquals("ends", created.await().name)
    assertTrue(ending.isDisposed)
  }

  @Test
  fun `settings are checked`() = runBlocking {
    assertFailsWith<IllegalArgumentException> { sailPointClient { tenant("not a label") } }
    val client = sailPointClient {
      tenant("acme")
      clientCredentials("id", Secret.of("secret"))
    }
    assertFailsWith<IllegalArgumentException> { client.closeAndAwait((-1).milliseconds) }
    assertFalse(client.isDisposed)
    client.closeAndAwait()
  }
}
