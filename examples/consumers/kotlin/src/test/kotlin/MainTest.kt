import io.github.sailpat.kotlin.createAllAsFlow
import io.github.sailpat.kotlin.createAndAwait
import io.github.sailpat.kotlin.sailPointClient
import io.github.sailpat.kotlin.useSuspending
import io.github.sailpat.reactive.BulkOutcome
import io.github.sailpat.sandbox.SandboxTenant
import io.github.sailpat.token.Secret
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class MainTest {
  @Test
  fun theProgramListsTheTokensOfATenant() {
    SandboxTenant.start { it.tokens(0) }.use { tenant ->
      val names = listOf("ci-deploy", "ci-test")
      names.forEach { tenant.addToken(it) }

      val program = ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "MainKt")
      program.environment() +=
        mapOf(
          "CLASSPATH" to System.getProperty("java.class.path"),
          "SAIL_BASE_URL" to tenant.baseUrl.toString(),
          "SAIL_CLIENT_ID" to tenant.clientId,
          "SAIL_CLIENT_SECRET" to tenant.clientSecret,
        )
      val output = Files.createTempFile("main", ".txt")
      val process = program.redirectErrorStream(true).redirectOutput(output.toFile()).start()
      try {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the program does not end")
        val lines = Files.readAllLines(output)
        assertEquals(0, process.exitValue(), lines.joinToString("\n"))
        assertTrue(lines.containsAll(names), lines.joinToString("\n"))
      } finally {
        process.destroyForcibly()
        Files.delete(output)
      }
    }
  }

  @Test
  fun theProgramHasEightLinesAtMost() {
    assertTrue(Files.readAllLines(Path.of("src/main/kotlin/Main.kt")).size <= 8)
  }

  @Test
  fun tokensAreCreatedAndHandedOver(): Unit = runBlocking {
    SandboxTenant.start { it.tokens(0) }.use { tenant ->
      val client = sailPointClient {
        baseUrl(tenant.baseUrl)
        clientCredentials(tenant.clientId, Secret.of(tenant.clientSecret))
      }
      client.useSuspending {
        withTimeout(30_000) {
          val tokens = it.personalAccessTokens()
          val secrets = mutableListOf(tokens.createAndAwait { name("made") }.secret.reveal())
          val created = tokens.createAllAsFlow(listOf("a", "b").asFlow(), { name(it) }) { secrets += it.secret.reveal() }

          assertEquals(2, created.count { outcome -> outcome is BulkOutcome.Succeeded })
          assertEquals(tenant.ledger.tokens.map { token -> token.secret }.toSet(), secrets.toSet())
        }
      }
    }
  }
}
