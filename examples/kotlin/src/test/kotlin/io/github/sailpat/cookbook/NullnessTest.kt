package io.github.sailpat.cookbook

import kotlin.test.assertEquals
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory

/** What compiles against the library and what does not. */
class NullnessTest {
  @TestFactory fun `accepted without a warning`(): List<DynamicTest> = diagnosed(ACCEPTED.associateWith { emptyList() })

  @TestFactory fun `refused as null`(): List<DynamicTest> = diagnosed(REFUSED.mapValues { listOf(it.value) })

  private fun diagnosed(expected: Map<String, List<String>>): List<DynamicTest> {
    val snippets = expected.keys.toList()
    val diagnoses = diagnose(IMPORTS, snippets.mapIndexed { i, snippet -> "suspend fun s$i($VALUES) { $snippet }" })
    return snippets.zip(diagnoses) { snippet, diagnosis ->
      dynamicTest(snippet) { assertEquals(expected[snippet], diagnosis, snippet) }
    }
  }

  private companion object {
    val IMPORTS =
      listOf(
        "@file:Suppress(\"UNUSED_VARIABLE\")",
        "import io.github.sailpat.error.*",
        "import io.github.sailpat.jsonpatch.*",
        "import io.github.sailpat.reactive.*",
        "import io.github.sailpat.token.*",
        "import java.time.*",
        "import kotlinx.coroutines.flow.*",
        "import kotlinx.coroutines.reactive.asFlow",
        "import kotlinx.coroutines.reactor.*",
      )

    const val VALUES =
      "client: SailPointClient, tokens: PersonalAccessTokens, token: PersonalAccessToken, " +
        "created: CreatedPersonalAccessToken, operation: JsonPatchOperation, failure: SailPointException"

    val ACCEPTED =
      listOf(
        "val name: String? = token.name",
        "val since: Instant? = token.created",
        "val unreadable: Set<String> = token.unreadableFields",
        "val name: String = created.name",
        "val size: Int? = token.scope?.size",
        "val first: String? = token.scope?.first()",
        "val used: Instant? = token.lastUsed",
        "val owner: String? = token.owner.name",
        "val managed: Boolean = token.isManaged",
        "val secret: Secret = created.secret",
        "val status: Int? = failure.status",
        "val segment: String? = operation.path.lastSegment",
        """SailPointClient.create { it.tenant("acme").clientCredentials("id", Secret.of("secret")) }""",
        """tokens.create { it.name("x") }""",
        """tokens.create { it.name("x").scope(null).expirationDate(token.expirationDate) }""",
        """tokens.create { it.apply { name("x"); if (token.isManaged) neverExpires() } }""",
        """tokens.create(CreatePersonalAccessTokenRequest.create { it.name("x") })""",
        """tokens.list { it.ownedByMe() }""",
        """tokens.list { query -> query.ownedBy("id").neverUsed() }""",
        """tokens.list(TokenQuery.Builder::ownedByMe)""",
        """tokens.list(TokenQuery.Builder::neverUsed)""",
        """tokens.list(TokenQuery.all())""",
        """tokens.patch("id") { it.name("y") }""",
        """tokens.patch("id", PersonalAccessTokenPatch.create { it.name("y") })""",
        """val change: PersonalAccessTokenPatch = PersonalAccessTokenPatch.between(token) { it.name("y").neverExpires() }""",
        """val after: PersonalAccessToken = PersonalAccessTokenPatch.between(token, token).preview(token)""",
        """val after: PersonalAccessToken = token.preview(JsonPatch.create { it.replace("/name", "y") })""",
        """tokens.patch("id", JsonPatch.create { it.replace("/name", "y").replace("/scope", null) })""",
        """tokens.patch("id", JsonPatch.of(JsonPatchOperation.remove(JsonPointer.of("scope", "0"))))""",
        """val one: CreatedPersonalAccessToken = tokens.create { it.name("x") }.awaitSingle()""",
        """val all: Flow<PersonalAccessToken> = tokens.list().asFlow()""",
        """val used: Flow<Instant> = tokens.list().asFlow().mapNotNull { it.lastUsed }""",
        """val one: PersonalAccessToken = tokens.patch("id") { it.name("y") }.awaitSingle()""",
        """tokens.delete("id").awaitSingleOrNull()""",
        "val op: String = when (operation) { is JsonPatchOperation.Add -> \"\"; is JsonPatchOperation.Remove -> \"\"; " +
          "is JsonPatchOperation.Replace -> \"\"; is JsonPatchOperation.Move -> \"\"; " +
          "is JsonPatchOperation.Copy -> \"\"; is JsonPatchOperation.Test -> \"\" }",
      )

    val REFUSED =
      mapOf(
        "val used: Instant = token.lastUsed" to "INITIALIZER_TYPE_MISMATCH",
        "val seconds: Int = token.accessTokenValiditySeconds" to "INITIALIZER_TYPE_MISMATCH",
        "val never: Boolean = token.userAwareTokenNeverExpires" to "INITIALIZER_TYPE_MISMATCH",
        "val status: Int = failure.status" to "INITIALIZER_TYPE_MISMATCH",
        "token.owner.name.length" to "UNSAFE_CALL",
        "token.scope.size" to "UNSAFE_CALL",
        "created.owner.id.length" to "UNSAFE_CALL",
        "operation.path.lastSegment.length" to "UNSAFE_CALL",
        "for (scope in token.scope) {}" to "ITERATOR_ON_NULLABLE",
        "tokens.list().asFlow().map { it.lastUsed.epochSecond }" to "UNSAFE_CALL",
        "client.personalAccessTokens().delete(null)" to "NULL_FOR_NONNULL_TYPE",
        "CreatePersonalAccessTokenRequest.builder().name(null)" to "NULL_FOR_NONNULL_TYPE",
        "tokens.create { it.addScope(\"x\", null) }" to "NULL_FOR_NONNULL_TYPE",
        "tokens.create { it.scope(listOf(null)) }" to "ARGUMENT_TYPE_MISMATCH",
        "tokens.create { it.expiresAt(token.expirationDate) }" to "ARGUMENT_TYPE_MISMATCH",
        "tokens.create { null }" to "NULL_FOR_NONNULL_TYPE",
        "tokens.create(null)" to "NONE_APPLICABLE",
        "tokens.list { it.ownedBy(null) }" to "NULL_FOR_NONNULL_TYPE",
        "tokens.patch(\"id\", null)" to "NONE_APPLICABLE",
        "Secret.of(null)" to "NONE_APPLICABLE",
        "SailPointClient.create { it.baseUrl(null) }" to "NULL_FOR_NONNULL_TYPE",
        "val name: String = token.name" to "INITIALIZER_TYPE_MISMATCH",
        "token.created.epochSecond" to "UNSAFE_CALL",
        "val name = created.name!!" to "UNNECESSARY_NOT_NULL_ASSERTION",
        "val id = token?.id" to "UNNECESSARY_SAFE_CALL",
        "val name = created.name ?: \"\"" to "USELESS_ELVIS",
        "val secret = created.secret!!" to "UNNECESSARY_NOT_NULL_ASSERTION",
        "val lengths = token.scope?.map { it!!.length }" to "UNNECESSARY_NOT_NULL_ASSERTION",
        "tokens.create { it!!.name(\"x\") }" to "UNNECESSARY_NOT_NULL_ASSERTION",
        "tokens.list().asFlow().map { it!!.id }" to "UNNECESSARY_NOT_NULL_ASSERTION",
        "tokens.create { it.name(\"x\") }.awaitSingle()!!" to "UNNECESSARY_NOT_NULL_ASSERTION",
        "val op = when (operation) { is JsonPatchOperation.Add -> 1 }" to "NO_ELSE_IN_WHEN",
      )
  }
}
