package io.github.sailpat.cookbook

import io.github.sailpat.audit.AuditOptions
import io.github.sailpat.audit.AuditReport
import io.github.sailpat.audit.StaleTokenRule
import io.github.sailpat.audit.TokenAuditor
import io.github.sailpat.error.NotFoundException
import io.github.sailpat.error.RotationFailedException
import io.github.sailpat.error.RotationState
import io.github.sailpat.kotlin.createAndAwait
import io.github.sailpat.kotlin.deleteAllAsFlow
import io.github.sailpat.kotlin.deleteAndAwait
import io.github.sailpat.kotlin.handOverSuspending
import io.github.sailpat.kotlin.listAsFlow
import io.github.sailpat.kotlin.pruneCandidatesAsFlow
import io.github.sailpat.kotlin.pruneOptions
import io.github.sailpat.kotlin.rotationOptions
import io.github.sailpat.kotlin.storedSecretSuspending
import io.github.sailpat.kotlin.verifyAndAwait
import io.github.sailpat.reactive.BulkOutcome
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.PruneCandidate
import io.github.sailpat.reactive.RotationOptions
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.PersonalAccessToken
import io.github.sailpat.token.Secret
import java.time.Duration
import java.time.Instant
import java.util.SortedMap
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.withContext

/** Where secrets are kept. */
interface Vault {
  suspend fun store(name: String, token: CreatedPersonalAccessToken)

  /** The secret of a token, or null where it was never stored. */
  suspend fun find(token: PersonalAccessToken): Secret?
}

/** Each token that may do everything, as it arrives. */
fun PersonalAccessTokens.tooPowerful(): Flow<PersonalAccessToken> =
  listAsFlow().filter { it.hasAllScopes() && !it.isManaged }

/** How many tokens each owner has, in the memory of the owners. */
suspend fun PersonalAccessTokens.countByOwner(): SortedMap<String, Int> =
  listAsFlow().fold(sortedMapOf<String, Int>()) { counts, token ->
    counts.apply { merge(token.owner.name ?: "nobody", 1, Int::plus) }
  }

/** Deletes a token; false if there was none. A 404 without a code is no answer of the tenant, but of a gateway. */
suspend fun PersonalAccessTokens.revokeIfThere(id: String): Boolean =
  try {
    deleteAndAwait(id)
    true
  } catch (e: NotFoundException) {
    if (e.detailCode == null) throw e
    false
  }

/** What became of an item of a bulk job. The five are all there are, so `when` needs no `else`. */
fun <I : Any, R : Any> BulkOutcome<I, R>.describe(): String =
  when (this) {
    is BulkOutcome.Succeeded -> "$input was applied"
    is BulkOutcome.Rejected -> "$input was not applied: ${error.message}"
    is BulkOutcome.Unknown -> "$input may have been applied: ${error.message}"
    is BulkOutcome.SecretLost -> "$input was created as $id, its secret is lost"
    is BulkOutcome.NotAttempted -> "$input was not sent"
  }

/** How to rotate with a vault. */
fun rotationInto(vault: Vault): RotationOptions = rotationOptions {
  handOverSuspending { old, created -> vault.store(old.id, created) }
  storedSecretSuspending { successor -> vault.find(successor) } // what an interrupted rotation had stored
}

/** Creates a token and stores its secret. Once begun, that comes to its end, even if the coroutine is cancelled. */
suspend fun PersonalAccessTokens.issueInto(vault: Vault, name: String): String =
  withContext(NonCancellable) {
    val created = createAndAwait { name(name) }
    vault.store(created.name, created)
    created.id
  }

/** What to do about a rotation that has failed. */
fun RotationFailedException.advice(): String =
  when (state) {
    RotationState.NOT_FOUND -> "nothing: there is no $oldId"
    RotationState.LIFETIME_NOT_ALLOWED -> "set shorterLifetime(true), or choose another API version"
    RotationState.QUOTA_FULL -> "delete a token first"
    RotationState.NAME_TAKEN -> "look who uses $successorId"
    RotationState.NOT_HANDED_OVER -> "store the secret of ${successor?.id}, or run it again"
    RotationState.NOT_CREATED,
    RotationState.CREATE_UNKNOWN,
    RotationState.SECRET_LOST,
    RotationState.NOT_VERIFIED,
    RotationState.OLD_KEPT -> "run it again"
  }

/** A rotation of public operations, without the care for what may be left behind. */
suspend fun PersonalAccessTokens.rotateByHand(id: String, vault: Vault): CreatedPersonalAccessToken {
  val old = listAsFlow { ownedByMe() }.first { it.id == id }
  return withContext(NonCancellable) { // from here on there is a secret to lose
    val created = createAndAwait {
      name("${old.name}-next")
      scope(old.scope)
      accessTokenValiditySeconds(old.accessTokenValiditySeconds)
    }
    vault.store(created.name, created)
    verifyAndAwait(created.id, created.secret)
    deleteAndAwait(id)
    created
  }
}

/** What [PersonalAccessTokens.prune] with the same options would delete, with the reasons. */
fun PersonalAccessTokens.staleOf(ownerId: String): Flow<PruneCandidate> =
  pruneCandidatesAsFlow(
    pruneOptions {
      unusedFor(Duration.ofDays(90))
      query { it.ownedBy(ownerId) }
    }
  )

/** Prunes by a rule of one's own: only tokens whose names begin like this. */
fun PersonalAccessTokens.pruneByHand(prefix: String): Flow<BulkOutcome<PruneCandidate, String>> {
  val rule = StaleTokenRule(Duration.ofDays(90), Instant.now())
  val stale =
    listAsFlow()
      .filter { it.name?.startsWith(prefix) == true }
      .mapNotNull { token -> rule.reasonToPrune(token)?.let { PruneCandidate.of(token, it) } }
  return deleteAllAsFlow(stale) { it.token.id }
}

/** A report on the tokens whose names begin like this. */
suspend fun PersonalAccessTokens.auditByHand(prefix: String): AuditReport =
  listAsFlow()
    .filter { it.name?.startsWith(prefix) == true }
    .fold(TokenAuditor(AuditOptions.standard(), Instant.now())) { auditor, token -> auditor.apply { add(token) } }
    .report()
