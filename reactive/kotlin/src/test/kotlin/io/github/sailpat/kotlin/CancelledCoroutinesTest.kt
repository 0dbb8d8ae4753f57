package io.github.sailpat.kotlin

import io.github.sailpat.error.SailPointException
import io.github.sailpat.reactive.resilience.RateLimiter
import io.github.sailpat.sandbox.Fault
import io.github.sailpat.sandbox.Operation
import java.time.Duration
import java.util.concurrent.atomic.AtomicInteger
import kotlin.random.Random
import kotlin.test.Test
import kotlin.time.Duration.Companion.microseconds
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import reactor.core.publisher.Mono

/** Coroutines that are cancelled at any moment: connections and permits come back. */
class CancelledCoroutinesTest {
  private val connections = 2
  private val permits = 40
  private val limiter = RateLimiter.slidingWindow(permits, Duration.ofMillis(10))
  private val random = Random(7)

  private suspend fun call(tenant: TestTenant, round: Int, kind: Int) {
    try {
      when (kind % 3) {
        0 -> tenant.tokens.createAndAwait { name("c-$round-$kind") }
        1 -> tenant.tokens.deleteAndAwait("no-$kind")
        else -> tenant.tokens.listAsFlow().toList()
      }
    } catch (_: SailPointException) {
      // There is no such token.
    }
  }

  @Test
  fun `cancelled coroutines leave neither a connection nor a permit behind`() =
    withTenant(
      { tokens(20).latency(Duration.ofMillis(1)) },
      {
        rateLimiter(limiter)
        maxConnections(connections)
      },
    ) { tenant ->
      repeat(if (soak) 1_000 else 20) { round ->
        val timeouts =
          List(6) { kind ->
            launch { withTimeoutOrNull(random.nextInt(4_000).microseconds) { call(tenant, round, kind) } }
          }
        val cancelled = List(6) { kind -> launch { call(tenant, round, kind + 6) } }
        delay(random.nextInt(4_000).microseconds)
        cancelled.forEach(Job::cancel)
        (timeouts + cancelled).joinAll()
      }

      tenant.sandbox.faults.add(Fault.on(Operation.DELETE).always().stall())
      val last = List(connections) { launch { tenant.tokens.deleteAndAwait("last") } }
      eventually { tenant.sandbox.ledger.getRequests(Operation.DELETE).count { "last" in it.path } == connections }
      last.forEach { it.cancelAndJoin() }

      val granted = AtomicInteger()
      val held =
        List(permits) { limiter.limit(Mono.never<Any>().doOnSubscribe { granted.incrementAndGet() }).subscribe() }
      eventually { granted.get() == permits }
      held.forEach { it.dispose() }
    }
}
