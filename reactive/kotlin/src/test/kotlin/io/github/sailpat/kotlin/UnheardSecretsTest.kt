package io.github.sailpat.kotlin

import io.github.sailpat.reactive.BulkOptions
import io.github.sailpat.reactive.BulkOutcome
import io.github.sailpat.reactive.BulkOutcome.Succeeded
import io.github.sailpat.token.CreatedPersonalAccessToken
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactive.asPublisher
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import org.junit.jupiter.params.provider.ValueSource

private typealias Outcomes = Flow<BulkOutcome<String, CreatedPersonalAccessToken>>

/** What a consumer does with a flow of creates that has no end. */
enum class Consumer {
  TAKES_THREE {
    override suspend fun consume(outcomes: Outcomes, hear: (BulkOutcome<String, CreatedPersonalAccessToken>) -> Unit) =
      outcomes.take(3).collect { hear(it) }
  },
  THROWS {
    override suspend fun consume(outcomes: Outcomes, hear: (BulkOutcome<String, CreatedPersonalAccessToken>) -> Unit) {
      var count = 0
      try {
        outcomes.collect {
          hear(it)
          if (++count == 3) throw IllegalStateException("enough")
        }
      } catch (e: IllegalStateException) {
        assertEquals("enough", e.message)
      }
    }
  },
  IS_CANCELLED {
    override suspend fun consume(outcomes: Outcomes, hear: (BulkOutcome<String, CreatedPersonalAccessToken>) -> Unit) =
      cancelSoon {
        outcomes.collect { hear(it) }
      }
  },
  BUFFERS {
    override suspend fun consume(outcomes: Outcomes, hear: (BulkOutcome<String, CreatedPersonalAccessToken>) -> Unit) =
      cancelSoon {
        outcomes.buffer(64).collect {
          hear(it)
          delay(1)
        }
      }
  },
  CHANGES_THREADS {
    override suspend fun consume(outcomes: Outcomes, hear: (BulkOutcome<String, CreatedPersonalAccessToken>) -> Unit) =
      outcomes.flowOn(Dispatchers.IO).take(3).collect { hear(it) }
  };

  abstract suspend fun consume(outcomes: Outcomes, hear: (BulkOutcome<String, CreatedPersonalAccessToken>) -> Unit)
}

private suspend fun cancelSoon(collect: suspend () -> Unit) = coroutineScope {
  val collector = launch { collect() }
  delay(Random.nextLong(1, 40).milliseconds)
  collector.cancelAndJoin()
}

/**
 * Of each token that exists, somebody has heard: the consumer, the hand-over, `onUndeliveredSecret` or
 * `onAbandonedCreate`. `-Dsailpat.soak=true` creates 10,000 in each test.
 */
@Timeout(600)
class UnheardSecretsTest {
  private val creates = if (soak) 10_000 else 600
  private val heard: MutableSet<String> = ConcurrentHashMap.newKeySet()

  private fun hear(outcome: BulkOutcome<String, CreatedPersonalAccessToken>) {
    if (outcome is Succeeded) heard += outcome.result.id
  }

  private fun names(job: Int) = flow { repeat(100_000) { emit("t-$job-$it") } }

  private fun withCreates(test: suspend (TestTenant) -> Unit) =
    withTenant({ latency(Duration.ofMillis(4)).recordLast(0) }) { tenant ->
      withContext(Dispatchers.Default) {
        test(tenant)
        withTimeoutOrNull(10_000) { eventually { unheard(tenant).isEmpty() } }
        println(
          "figure: ${tenant.sandbox.ledger.createsApplied} created, ${heard.size} heard, ${tenant.undelivered.size} " +
            "undelivered, ${tenant.abandoned.size} abandoned, ${unheard(tenant).size} unheard"
        )
        assertEquals(emptyList(), unheard(tenant))
        val twice = tenant.undelivered.groupingBy { it.id }.eachCount().filterValues { it > 1 }
        assertEquals(emptyMap(), twice)
        assertEquals(emptySet(), tenant.undelivered.map { it.id }.toSet() intersect heard)
      }
    }

  private fun unheard(tenant: TestTenant): List<String> {
    val ids = heard + tenant.undelivered.map { it.id } + tenant.abandoned.mapNotNull { it.id }
    val names = tenant.abandoned.map { it.name }.toSet()
    return tenant.sandbox.ledger.tokens.filter { it.id !in ids && it.name !in names }.map { it.name }
  }

  @Test
  fun `a create under a timeout`() = withCreates { tenant ->
    coroutineScope {
      repeat(32) { worker ->
        launch {
          var call = 0
          while (tenant.sandbox.ledger.createsApplied < creates) {
            withTimeoutOrNull(Random.nextLong(0, 50)) {
              heard += tenant.tokens.createAndAwait { name("t-$worker-${++call}") }.id
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  fun `a job with a hand-over`(consumer: Consumer) = withCreates { tenant ->
    var job = 0
    while (tenant.sandbox.ledger.createsApplied < creates) {
      val outcomes =
        tenant.tokens.createAllAsFlow(names(++job), request = { name(it) }) { created ->
          delay(1)
          heard += created.id
        }
      consumer.consume(outcomes) {}
    }
  }

  @ParameterizedTest
  @EnumSource(names = ["TAKES_THREE", "THROWS", "IS_CANCELLED"])
  fun `a job without a hand-over`(consumer: Consumer) = withCreates { tenant ->
    var job = 0
    while (tenant.sandbox.ledger.createsApplied < creates) {
      val creates =
        tenant.tokens.createAll(names(++job).asPublisher(), BulkOptions.standard()) { name ->
          createPersonalAccessTokenRequest { name(name) }
        }
      consumer.consume(creates.outcomesAsFlow(), ::hear)
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = [false, true])
  fun `a job that is collected gracefully`(isCancelled: Boolean) = withCreates { tenant ->
    var job = 0
    while (tenant.sandbox.ledger.createsApplied < creates) {
      val creates =
        tenant.tokens.createAll(names(++job).asPublisher(), BulkOptions.standard()) { name ->
          createPersonalAccessTokenRequest { name(name) }
        }
      if (isCancelled) {
        cancelSoon { creates.collectGracefully(::hear) }
      } else {
        var count = 0
        val failure =
          assertFailsWith<IllegalStateException> {
            creates.collectGracefully {
              hear(it)
              if (++count == 3) throw IllegalStateException("enough")
            }
          }
        assertEquals("enough", failure.message)
      }
    }
    assertEquals(0, tenant.undelivered.size + tenant.abandoned.size)
  }
}
