package io.github.sailpat.kotlin

import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.sandbox.SandboxOptions
import io.github.sailpat.sandbox.SandboxTenant
import io.github.sailpat.token.Secret
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.reactor.awaitSingleOrNull
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** A tenant of a test, and a client of it whose closed connections are counted. */
class TestTenant(val sandbox: SandboxTenant) {
  private val closed = AtomicInteger()

  val closedConnections: Int
    get() = closed.get()

  val client: SailPointClient =
    SailPointClient.create {
      it.baseUrl(sandbox.baseUrl).clientCredentials(sandbox.clientId, Secret.of(sandbox.clientSecret)).httpClient { http
        ->
        http.doOnConnected { connection -> connection.channel().closeFuture().addListener { closed.incrementAndGet() } }
      }
    }

  val tokens: PersonalAccessTokens
    get() = client.personalAccessTokens()
}

/** Runs a test against an empty tenant, for ten seconds at most. */
fun withTenant(
  options: (SandboxOptions.Builder) -> SandboxOptions.Builder = { it.tokens(0) },
  test: suspend CoroutineScope.(TestTenant) -> Unit,
) = runBlocking {
  SandboxTenant.start(options).use { sandbox ->
    val tenant = TestTenant(sandbox)
    try {
      withTimeout(10.seconds) { test(tenant) }
    } finally {
      tenant.client.disposeLater().awaitSingleOrNull()
    }
  }
}

/** Waits until something is so; the test's own time is the bound. */
suspend fun eventually(condition: () -> Boolean) {
  while (!condition()) delay(5.milliseconds)
}
