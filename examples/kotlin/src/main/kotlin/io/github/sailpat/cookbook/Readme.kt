package io.github.sailpat.cookbook

import io.github.sailpat.kotlin.auditAndAwait
import io.github.sailpat.kotlin.createAndAwait
import io.github.sailpat.kotlin.deleteAllAsFlow
import io.github.sailpat.kotlin.listAsFlow
import io.github.sailpat.kotlin.pruneAsFlow
import io.github.sailpat.kotlin.pruneOptions
import io.github.sailpat.kotlin.rotateAndAwait
import io.github.sailpat.kotlin.sailPointClient
import io.github.sailpat.reactive.BulkOutcome.NotAttempted
import io.github.sailpat.reactive.BulkOutcome.Rejected
import io.github.sailpat.reactive.BulkOutcome.SecretLost
import io.github.sailpat.reactive.BulkOutcome.Succeeded
import io.github.sailpat.reactive.BulkOutcome.Unknown
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.token.Secret
import java.time.Duration
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.flow.filter

/** The code of README.md. */
internal suspend fun readme(clientId: String, clientSecret: String): String {
  val client = sailPointClient {
    tenant("acme")
    clientCredentials(clientId, Secret.of(clientSecret))
  }
  val tokens = client.personalAccessTokens()

  val created = tokens.createAndAwait { name("ci-deploy") }
  val secret: String = created.secret.reveal()

  tokens
    .listAsFlow()
    .filter { it.neverExpires() && !it.isManaged }
    .collect { println("${it.name} of ${it.owner.name ?: "nobody"}") }
  return secret
}

/** The code of reactive/docs/bulk.md. */
internal suspend fun bulkPage(tokens: PersonalAccessTokens, ids: Flow<String>) {
  tokens.deleteAllAsFlow(ids).collect {
    when (it) {
      is Succeeded -> println("${it.result} was deleted")
      is Rejected -> println("${it.input} was not deleted: ${it.error.message}")
      is Unknown -> println("check ${it.input}: ${it.error.message}")
      is SecretLost -> println("${it.id} exists, its secret is lost")
      is NotAttempted -> println("run ${it.input} again")
    }
  }
}

/** The code of reactive/docs/rotation.md. */
internal suspend fun rotationPage(tokens: PersonalAccessTokens, vault: Vault, id: String): List<Any> {
  val rotated = tokens.rotateAndAwait(id) { created -> vault.store(created.name, created) }
  val pruned = tokens.pruneAsFlow(pruneOptions { unusedFor(Duration.ofDays(90)) }).count { it is Succeeded }
  val report = tokens.auditAndAwait()
  return listOf(rotated, pruned, report)
}
