package consumer

import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.sandbox.SandboxTenant
import io.github.sailpat.token.Secret
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class ConsumerTest {
  @Test
  fun aTokenIsCreatedAndListed(): Unit = runBlocking {
    SandboxTenant.start().use { tenant ->
      SailPointClient.create {
          it.baseUrl(tenant.baseUrl).clientCredentials(tenant.clientId, Secret.of(tenant.clientSecret))
        }
        .use { client ->
          val (secret, count) = withTimeout(30_000) { client.personalAccessTokens().issueAndCount("made") }

          val made = tenant.ledger.findByName("made").single()
          assertEquals(made.secret(), secret)
          assertEquals(true, count > 0)
        }
    }
  }
}
