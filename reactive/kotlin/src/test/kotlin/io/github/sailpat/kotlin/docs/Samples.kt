package io.github.sailpat.kotlin.docs

import io.github.sailpat.kotlin.auditAndAwait
import io.github.sailpat.kotlin.auditOptions
import io.github.sailpat.kotlin.beforeDeleteSuspending
import io.github.sailpat.kotlin.bulkOptions
import io.github.sailpat.kotlin.bulkPatch
import io.github.sailpat.kotlin.closeAndAwait
import io.github.sailpat.kotlin.collectGracefully
import io.github.sailpat.kotlin.createAllAsFlow
import io.github.sailpat.kotlin.createAndAwait
import io.github.sailpat.kotlin.createPersonalAccessTokenRequest
import io.github.sailpat.kotlin.deleteAllAsFlow
import io.github.sailpat.kotlin.deleteAndAwait
import io.github.sailpat.kotlin.handOverSuspending
import io.github.sailpat.kotlin.listAsFlow
import io.github.sailpat.kotlin.outcomesAsFlow
import io.github.sailpat.kotlin.patchAllAsFlow
import io.github.sailpat.kotlin.patchAndAwait
import io.github.sailpat.kotlin.pruneAsFlow
import io.github.sailpat.kotlin.pruneCandidatesAsFlow
import io.github.sailpat.kotlin.pruneOptions
import io.github.sailpat.kotlin.rotateAllAsFlow
import io.github.sailpat.kotlin.rotateAndAwait
import io.github.sailpat.kotlin.rotationOptions
import io.github.sailpat.kotlin.sailPointClient
import io.github.sailpat.kotlin.storedSecretSuspending
import io.github.sailpat.kotlin.useSuspending
import io.github.sailpat.kotlin.verifyAndAwait
import io.github.sailpat.reactive.BulkOptions
import io.github.sailpat.reactive.BulkOutcome.Succeeded
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.PersonalAccessToken
import io.github.sailpat.token.Secret
import java.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.reactive.asPublisher

// The samples of the KDoc, and the code of the page.

/** Where secrets are kept. */
internal interface Vault {
  suspend fun store(name: String, token: CreatedPersonalAccessToken)

  /** The secret of a token, or null where it was never stored. */
  suspend fun find(token: PersonalAccessToken): Secret?
}

internal suspend fun clientSample(clientId: String, clientSecret: String): Int {
  val client = sailPointClient {
    tenant("acme")
    clientCredentials(clientId, Secret.of(clientSecret))
  }
  return client.useSuspending { it.personalAccessTokens().listAsFlow { ownedByMe() }.count() }
}

internal suspend fun closeSample(client: SailPointClient) {
  client.closeAndAwait(gracePeriod = 30.seconds)
}

internal suspend fun createSample(tokens: PersonalAccessTokens, vault: Vault) {
  val created =
    tokens.createAndAwait {
      name("ci-deploy")
      addScope("sp:scopes:default")
    }
  vault.store(created.name, created)
  tokens.verifyAndAwait(created.id, created.secret)
}

internal suspend fun listSample(tokens: PersonalAccessTokens): List<String> =
  tokens.listAsFlow { ownedByMe() }.filter { it.neverExpires() }.map { it.id }.toList()

internal suspend fun patchSample(tokens: PersonalAccessTokens, id: String): PersonalAccessToken =
  tokens.patchAndAwait(id) { name("ci-deploy-2") }

internal suspend fun deleteSample(tokens: PersonalAccessTokens, id: String) {
  tokens.deleteAndAwait(id)
}

internal suspend fun auditSample(tokens: PersonalAccessTokens): Long {
  val report = tokens.auditAndAwait(auditOptions { unusedFor(Duration.ofDays(90)) })
  return report.unused
}

internal suspend fun rotateSample(tokens: PersonalAccessTokens, vault: Vault, id: String): String {
  val rotated = tokens.rotateAndAwait(id) { created -> vault.store(created.name, created) }
  return rotated.successor.id
}

internal suspend fun rotationOptionsSample(tokens: PersonalAccessTokens, vault: Vault, id: String) {
  val options = rotationOptions {
    handOverSuspending { old, created -> vault.store(old.id, created) }
    storedSecretSuspending { successor -> vault.find(successor) } // what an interrupted rotation had stored
    beforeDeleteSuspending { delay(5.minutes) } // until all services have read the new secret
    handOverDeadline(Duration.ofMinutes(10))
  }
  tokens.rotateAndAwait(id, options)
}

internal suspend fun rotateAllSample(tokens: PersonalAccessTokens, vault: Vault, ids: List<String>): Int {
  val options = rotationOptions { handOverSuspending { old, created -> vault.store(old.id, created) } }
  return tokens.rotateAllAsFlow(ids.asFlow(), options).count { it is Succeeded }
}

internal suspend fun createAllSample(tokens: PersonalAccessTokens, vault: Vault, names: Flow<String>) {
  tokens
    .createAllAsFlow(names, request = { name(it) }) { created -> vault.store(created.name, created) }
    .filter { it !is Succeeded }
    .collect { println("${it.input}: ${it.error?.message}") }
}

internal suspend fun requestSample(tokens: PersonalAccessTokens, vault: Vault): Int {
  val requests = List(3) { createPersonalAccessTokenRequest { name("ci-$it") } }
  return tokens
    .createAllAsFlow(requests.asFlow(), bulkOptions { concurrency(2) }) { vault.store(it.name, it) }
    .count { it is Succeeded }
}

internal suspend fun patchAllSample(tokens: PersonalAccessTokens, names: Map<String, String>): Int {
  val some = tokens.patchAllAsFlow(flowOfPatches()).count()
  return some + tokens.patchAllAsFlow(names.entries.asFlow()) { (id, name) -> bulkPatch(id) { name(name) } }.count()
}

private fun flowOfPatches() = listOf(bulkPatch("2c918086") { name("ci-deploy") }).asFlow()

internal suspend fun deleteAllSample(tokens: PersonalAccessTokens, ids: List<String>): Int {
  val options = bulkOptions {
    concurrency(8)
    ignoreAbsent(true)
  }
  return tokens.deleteAllAsFlow(ids.asFlow(), options).count { it is Succeeded }
}

internal suspend fun pruneSample(tokens: PersonalAccessTokens): Int {
  val options = pruneOptions { unusedFor(Duration.ofDays(90)) }
  tokens.pruneCandidatesAsFlow(options).collect { println("${it.token.name}: ${it.reason}") } // the dry run
  return tokens.pruneAsFlow(options).count { it is Succeeded }
}

internal suspend fun outcomesSample(tokens: PersonalAccessTokens, ids: Flow<String>): Int {
  val job = tokens.deleteAll(ids.asPublisher(), BulkOptions.standard())
  return job.outcomesAsFlow().count { it is Succeeded }
}

internal suspend fun gracefulSample(tokens: PersonalAccessTokens, ids: Flow<String>) {
  tokens.deleteAll(ids.asPublisher(), BulkOptions.standard()).collectGracefully { outcome -> println(outcome) }
}
