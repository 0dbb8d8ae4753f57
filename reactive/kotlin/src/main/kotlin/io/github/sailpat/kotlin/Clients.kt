package io.github.sailpat.kotlin

import io.github.sailpat.reactive.SailPointClient
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.reactor.awaitSingleOrNull
import kotlinx.coroutines.withContext

/**
 * Creates a client. Nothing is sent and no connection is opened. For an `https` URL the JDK reads the trust store, so
 * call it on a thread that may block.
 *
 * @param customizer sets up the builder; the tenant and the credentials are required
 * @return the client, to be shared, and closed at the end by [useSuspending] or [closeAndAwait]
 * @throws IllegalArgumentException if a rule is broken; the message names it
 * @sample io.github.sailpat.kotlin.docs.clientSample
 */
public fun sailPointClient(customizer: SailPointClient.Builder.() -> Unit): SailPointClient =
  SailPointClient.create { it.apply(customizer) }

/**
 * Closes the client, and returns when its connections and threads are closed. No thread is blocked. New calls fail at
 * once, jobs stop, and calls in flight get the grace period to end; then they fail with a
 * [ClientClosedException][io.github.sailpat.error.ClientClosedException].
 *
 * If the coroutine is cancelled meanwhile, the client is closed all the same, and nobody waits for it.
 *
 * @param gracePeriod the longest time to wait for calls in flight, zero by default
 * @throws IllegalArgumentException if the period is negative
 * @sample io.github.sailpat.kotlin.docs.closeSample
 */
public suspend fun SailPointClient.closeAndAwait(gracePeriod: Duration = Duration.ZERO) {
  require(!gracePeriod.isNegative()) { "gracePeriod must not be negative, and is $gracePeriod" }
  disposeLater(gracePeriod.toJavaDuration()).awaitSingleOrNull()
}

/**
 * Runs [block] with this client, and closes the client as [closeAndAwait] does, whether the block returns, throws or is
 * cancelled. It is `use` without blocking a thread; the close is not cancelled.
 *
 * @param gracePeriod the longest time to wait for calls in flight, zero by default
 * @return the result of the block
 * @sample io.github.sailpat.kotlin.docs.clientSample
 */
public suspend inline fun <R> SailPointClient.useSuspending(
  gracePeriod: Duration = Duration.ZERO,
  block: (SailPointClient) -> R,
): R {
  try {
    return block(this)
  } finally {
    withContext(NonCancellable) { closeAndAwait(gracePeriod) }
  }
}
