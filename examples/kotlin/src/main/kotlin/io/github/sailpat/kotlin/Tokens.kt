package io.github.sailpat.kotlin

import io.github.sailpat.jsonpatch.JsonPatchOperation
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.PersonalAccessToken
import io.github.sailpat.token.Secret
import java.net.URI
import java.time.Instant
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterNot
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.awaitSingleOrNull

/** A client of one tenant. Make one and share it; dispose of it at the end. */
fun connect(baseUrl: URI, clientId: String, clientSecret: Secret): SailPointClient =
  SailPointClient.create { it.baseUrl(baseUrl).clientCredentials(clientId, clientSecret) }

/** Creates a token with only this [scope]. Only the result contains its secret. */
suspend fun PersonalAccessTokens.issue(name: String, vararg scope: String): CreatedPersonalAccessToken =
  create { it.name(name).scope(scope.toList()) }.awaitSingle()

/** The tokens of people that were not used since [instant]. They are streamed while they are collected. */
fun PersonalAccessTokens.unusedSince(instant: Instant): Flow<PersonalAccessToken> =
  list { it.lastUsedAtOrBefore(instant) }.asFlow().filterNot { it.isManaged }

/** Gives a token another name. */
suspend fun PersonalAccessTokens.rename(id: String, name: String): PersonalAccessToken =
  patch(id) { it.name(name) }.awaitSingle()

/** Deletes a token, and returns when it is gone. */
suspend fun PersonalAccessTokens.revoke(id: String) {
  delete(id).awaitSingleOrNull()
}

/** What an operation does, in words. The six are all there are, so `when` needs no `else`. */
fun JsonPatchOperation.describe(): String =
  when (this) {
    is JsonPatchOperation.Add -> "add $value at $path"
    is JsonPatchOperation.Remove -> "remove $path"
    is JsonPatchOperation.Replace -> "replace $path by $value"
    is JsonPatchOperation.Move -> "move $from to $path"
    is JsonPatchOperation.Copy -> "copy $from to $path"
    is JsonPatchOperation.Test -> "test that $path is $value"
  }
