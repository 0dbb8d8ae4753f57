package io.github.sailpat.kotlin

import io.github.sailpat.reactive.AbandonedCreate
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.reactive.resilience.RateLimiter
import io.github.sailpat.sandbox.SandboxOptions
import io.github.sailpat.sandbox.SandboxTenant
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.Secret
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** A tenant of a test, a client of it, and what the client tells of secrets and creates that reached nobody. */
internal class TestTenant(val sandbox: SandboxTenant, customizer: SailPointClient.Builder.() -> Unit) {
  val undelivered = CopyOnWriteArrayList<CreatedPersonalAccessToken>()
  val abandoned = CopyOnWriteArrayList<AbandonedCreate>()

  val client: SailPointClient = sailPointClient {
    baseUrl(sandbox.baseUrl)
    clientCredentials(sandbox.clientId, Secret.of(sandbox.clientSecret))
    rateLimiter(RateLimiter.unlimited())
    onUndeliveredSecret(undelivered::add)
    onAbandonedCreate(abandoned::add)
    customizer()
  }

  val tokens: PersonalAccessTokens
    get() = client.personalAccessTokens()
}

/** Whether the tests run at full size, by hand. */
internal val soak = java.lang.Boolean.getBoolean("sailpat.soak")

/** Runs a test against an empty tenant, for a minute at most. */
internal fun withTenant(
  options: SandboxOptions.Builder.() -> Unit = {},
  customizer: SailPointClient.Builder.() -> Unit = {},
  test: suspend CoroutineScope.(TestTenant) -> Unit,
) = runBlocking {
  SandboxTenant.start { it.tokens(0).tokensPerOwner(1_000_000).rateLimitOff().apply(options) }
    .use { sandbox ->
      val tenant = TestTenant(sandbox, customizer)
      tenant.client.useSuspending { withTimeout(if (soak) 10.minutes else 60.seconds) { test(tenant) } }
    }
}

/** Waits until something is so; the test's own time is the bound. */
internal suspend fun eventually(condition: () -> Boolean) {
  while (!condition()) delay(5.milliseconds)
}
