package io.github.sailpat.cookbook

import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.token.PersonalAccessToken
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Kotlin need not guess: it knows of each result and each parameter of the library whether it may be null. */
class PublicApiTest {
  private val methods = publicMethods(PersonalAccessToken::class) + publicMethods(SailPointClient::class)

  @Test
  fun `no result is a platform type`() {
    // A nullable one cannot be Any, and another has no use for `!!`. A platform type would take both without a word.
    val results = methods.filter { it.givesObject }
    assertTrue(results.size > 200, "only ${results.size} results")

    assertDiagnosed(
      results.associate {
        "val result: Any = ${it.call()}; ${it.call()}!!" to
          if (it.givesNullable) "INITIALIZER_TYPE_MISMATCH" else "UNNECESSARY_NOT_NULL_ASSERTION"
      }
    )
  }

  @Test
  fun `a parameter takes null only if it is nullable`() {
    val calls = methods.flatMap { method -> method.otherParameters.map { method.call(nullAt = it) } }
    assertTrue(calls.size > 100, "only ${calls.size} parameters")

    val accepted = calls.zip(diagnoseAll(calls)).filter { (_, diagnosis) -> diagnosis.isEmpty() }
    assertEquals("", accepted.joinToString("\n") { (call, _) -> call })
  }

  @Test
  fun `a nullable parameter takes null`() {
    assertDiagnosed(
      methods.flatMap { method -> method.nullableParameters.map { method.call(nullAt = it) } }.associateWith { "" }
    )
  }

  private fun assertDiagnosed(expected: Map<String, String>) {
    val calls = expected.keys.toList()
    val found = calls.zip(diagnoseAll(calls)) { call, diagnosis -> call to diagnosis.joinToString() }
    assertEquals("", found.filter { (call, diagnosis) -> diagnosis != expected[call] }.joinToString("\n"))
  }

  private fun diagnoseAll(calls: List<String>): List<List<String>> =
    diagnose(
      listOf(
        "@file:Suppress(\"UNUSED_VARIABLE\", \"REDUNDANT_PROJECTION\")",
        "fun <T> any(): T = error(\"only compiled\")",
      ),
      calls.mapIndexed { i, call -> "fun f$i() { $call }" },
    )
}
