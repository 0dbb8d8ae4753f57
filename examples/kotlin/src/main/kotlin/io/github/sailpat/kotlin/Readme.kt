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

/** What the README shows, compiled. */
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

/** What the README shows of bulk jobs, compiled. */
internal suspend fun readme(tokens: PersonalAccessTokens, ids: Publisher<String>) {
  tokens.deleteAll(ids, BulkOptions.standard()).asFlow().collect {
    when (it) {
      is Succeeded -> println("${it.result} is gone")
      is Rejected -> println("${it.input} is still there: ${it.error.message}")
      is Unknown -> println("look for ${it.input}: ${it.error.message}")
      is SecretLost -> println("${it.id} exists, and nobody has its secret")
      is NotAttempted -> println("${it.input} is for another time")
    }
  }
}

/** What the README shows of the jobs, compiled. */
internal suspend fun readme(tokens: PersonalAccessTokens, vault: Vault, id: String): List<Any> {
  val rotated = tokens.rotate(id) { created -> mono { vault.store(created.name, created) } }.awaitSingle()
  val pruned = tokens.prune(PruneOptions.unusedFor(Duration.ofDays(90))).asFlow().count { it is Succeeded }
  val report = tokens.audit(AuditOptions.standard()).awaitSingle()
  return listOf(rotated, pruned, report)
}
