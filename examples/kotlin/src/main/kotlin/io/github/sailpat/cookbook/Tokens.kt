package io.github.sailpat.cookbook

import io.github.sailpat.jsonpatch.JsonPatchOperation
import io.github.sailpat.kotlin.createAndAwait
import io.github.sailpat.kotlin.listAsFlow
import io.github.sailpat.kotlin.patchAndAwait
import io.github.sailpat.reactive.PersonalAccessTokens
import io.github.sailpat.token.CreatedPersonalAccessToken
import io.github.sailpat.token.PersonalAccessToken
import java.time.Instant
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterNot

/** Creates a token with only this [scope]. Only the result contains its secret. */
suspend fun PersonalAccessTokens.issue(name: String, vararg scope: String): CreatedPersonalAccessToken =
  createAndAwait {
    name(name)
    scope(scope.toList())
  }

/** The tokens of people that were not used since [instant]. They are streamed while they are collected. */
fun PersonalAccessTokens.unusedSince(instant: Instant): Flow<PersonalAccessToken> =
  listAsFlow { lastUsedAtOrBefore(instant) }.filterNot { it.isManaged }

/** Gives a token another name. */
suspend fun PersonalAccessTokens.rename(id: String, name: String): PersonalAccessToken =
  patchAndAwait(id) { name(name) }

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
