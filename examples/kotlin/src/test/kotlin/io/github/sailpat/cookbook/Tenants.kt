package io.github.sailpat.cookbook

import io.github.sailpat.kotlin.sailPointClient
import io.github.sailpat.kotlin.useSuspending
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.sandbox.SandboxOptions
import io.github.sailpat.sandbox.SandboxTenant
import io.github.sailpat.sandbox.SandboxToken
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.PersonalAccessToken
import io.github.sailpat.token.Secret
import java.util.concurrent.ConcurrentHashMap
import kotlin.test.assertEquals
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** A tenant of a test, and a client of it. */
class TestTenant(val sandbox: SandboxTenant) {
  val client: SailPointClient = sailPointClient {
    baseUrl(sandbox.baseUrl)
    clientCredentials(sandbox.clientId, Secret.of(sandbox.clientSecret))
  }

  val tokens: PersonalAccessTokens
    get() = client.personalAccessTokens()
}

/** Secrets in memory. What [beforeStoring] throws or waits for keeps them out. */
class TestVault(private val beforeStoring: suspend () -> Unit = {}) : Vault {
  private val secrets = ConcurrentHashMap<String, Secret>()

  override suspend fun store(name: String, token: CreatedPersonalAccessToken) {
    beforeStoring()
    secrets[token.id] = token.secret
  }

  override suspend fun find(token: PersonalAccessToken): Secret? = secrets[token.id]

  /** Asserts that the secret of each of them is here. */
  fun assertKnows(tokens: List<SandboxToken>) =
    assertEquals(tokens.associate { it.id to it.secret }, tokens.associate { it.id to secrets[it.id]?.reveal() })
}

/** Runs a test against an empty tenant, for ten seconds at most. */
fun withTenant(
  options: (SandboxOptions.Builder) -> SandboxOptions.Builder = { it.tokens(0) },
  test: suspend CoroutineScope.(TestTenant) -> Unit,
) = runBlocking {
  SandboxTenant.start(options).use { sandbox ->
    val tenant = TestTenant(sandbox)
    tenant.client.useSuspending { withTimeout(10.seconds) { test(tenant) } }
  }
}

/** Waits until something is so; the test's own time is the bound. */
suspend fun eventually(condition: () -> Boolean) {
  while (!condition()) delay(5.milliseconds)
}
