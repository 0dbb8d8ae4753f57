package io.github.sailpat.kotlin

import io.github.sailpat.audit.AuditOptions
import io.github.sailpat.reactive.BulkOptions
import io.github.sailpat.reactive.BulkOutcome.NotAttempted
import io.github.sailpat.reactive.BulkOutcome.Rejected
import io.github.sailpat.reactive.BulkOutcome.SecretLost
import io.github.sailpat.reactive.BulkOutcome.Succeeded
import io.github.sailpat.reactive.BulkOutcome.Unknown
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.PruneOptions
import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.token.Secret
import java.time.Duration
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.mono
import org.reactivestreams.Publisher

/** The code of README.md. */
internal suspend fun readme(clientId: String, clientSecret: String): String {
  val client = SailPointClient.create { it.tenant("acme").clientCredentials(clientId, Secret.of(clientSecret)) }
  val tokens = client.personalAccessTokens()

  val created = tokens.create { it.name("ci-deploy").addScope("sp:scopes:default") }.awaitSingle()
  val secret: String = created.secret.reveal()

  tokens
    .list()
    .asFlow()
    .filter { it.neverExpires() && !it.isManaged }
    .collect { println("${it.name} of ${it.owner.name ?: "nobody"}") }
  return secret
}

/** The code of reactive/docs/bulk.md. */
internal suspend fun bulkPage(tokens: PersonalAccessTokens, ids: Publisher<String>) {
  tokens.deleteAll(ids, BulkOptions.standard()).asFlow().collect {
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
  val rotated = tokens.rotate(id) { created -> mono { vault.store(created.name, created) } }.awaitSingle()
  val pruned = tokens.prune(PruneOptions.unusedFor(Duration.ofDays(90))).asFlow().count { it is Succeeded }
  val report = tokens.audit(AuditOptions.standard()).awaitSingle()
  return listOf(rotated, pruned, report)
}
