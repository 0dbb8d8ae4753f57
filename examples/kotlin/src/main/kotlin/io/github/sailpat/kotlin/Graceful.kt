package io.github.sailpat.kotlin

import io.github.sailpat.reactive.BulkJob
import io.github.sailpat.reactive.BulkOutcome
import io.github.sailpat.reactive.PersonalAccessTokens
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.withContext

/**
 * Collects a job to its end, once. Where the coroutine is cancelled, the job is stopped instead of cut off: nothing new
 * is begun, and [report] still gets the outcome of everything that is in flight, with each secret that arrives.
 */
suspend fun <I : Any, R : Any> BulkJob<I, R>.collectGracefully(report: suspend (BulkOutcome<I, R>) -> Unit) =
  coroutineScope {
    val stopper =
      launch(start = CoroutineStart.UNDISPATCHED) {
        try {
          awaitCancellation()
        } finally {
          stop()
        }
      }
    withContext(NonCancellable) { asFlow().collect { report(it) } }
    stopper.cancel()
  }

/** Creates a token and stores its secret. Once begun, that comes to its end, even if the coroutine is cancelled. */
suspend fun PersonalAccessTokens.issueInto(vault: Vault, name: String): String =
  withContext(NonCancellable) {
    val created = create { it.name(name) }.awaitSingle()
    vault.store(created.name, created)
    created.id
  }
