package io.github.sailpat.kotlin

import java.lang.reflect.Modifier
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.writeLines
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What callers compile and link against. */
class PublicApiTest {
  private val sources = Path.of("src/main/kotlin/io/github/sailpat/kotlin")
  private val samples = Path.of("src/test/kotlin/io/github/sailpat/kotlin/docs/Samples.kt").readText()

  /** A line that is new belongs into the file; a line that is changed or gone breaks callers that were compiled. */
  @Test
  fun `the byte code has what public-api_txt lists, and nothing else`() {
    val listing = publicClasses().flatMap { type -> type.describe() }
    val written = Path.of("target").createDirectories().resolve("public-api.txt").writeLines(listing)

    assertEquals(
      Path.of("src/test/resources/public-api.txt").readLines().joinToString("\n"),
      listing.joinToString("\n"),
      "compare with $written",
    )
  }

  private fun publicClasses(): List<Class<*>> {
    val directory =
      Path.of(Class.forName("io.github.sailpat.kotlin.ClientsKt").protectionDomain.codeSource.location.toURI())
    return directory
      .resolve("io/github/sailpat/kotlin")
      .listDirectoryEntries("*.class")
      .map { Class.forName("io.github.sailpat.kotlin.${it.nameWithoutExtension}") }
      .filter { Modifier.isPublic(it.modifiers) && !it.isInternal() }
      .sortedBy { it.name }
  }

  /** An internal class of Kotlin is public in the byte code. */
  private fun Class<*>.isInternal(): Boolean = !simpleName.endsWith("Kt") // this module has functions only

  private fun Class<*>.describe(): List<String> =
    declaredMethods
      // A function with a value class among its parameters has a suffix after a hyphen.
      .filter { Modifier.isPublic(it.modifiers) && it.name.removeSuffix("\$default").substringBefore('-') in functions }
      .map { method ->
        val parameters = method.genericParameterTypes.joinToString { it.typeName }
        "$simpleName.${method.name}($parameters): ${method.genericReturnType.typeName}"
      }
      .sorted()

  private val functions: Set<String> by lazy { declarations().map { it.first }.toSet() }

  /** Each public function with its KDoc. */
  private fun declarations(): List<Pair<String, String>> =
    Files.list(sources).use { files ->
      files.toList().flatMap { file ->
        DECLARATION.findAll(file.readText()).map { it.groupValues[2] to it.groupValues[1] }.toList()
      }
    }

  @Test
  fun `each public function has a sample that is compiled`() {
    val declared = declarations()
    assertTrue(declared.size > 25, "${declared.size}")
    val withSample = declared.filter { (_, kdoc) -> SAMPLE.containsMatchIn(kdoc) }.map { it.first }.toSet()
    assertEquals(emptySet(), declared.map { it.first }.toSet() - withSample)

    val named = declared.flatMap { (_, kdoc) -> SAMPLE.findAll(kdoc).map { it.groupValues[1] } }.toSet()
    assertEquals(emptyList(), named.filterNot { "fun $it(" in samples })
    assertEquals(emptyList(), declared.filter { (name, _) -> !samples.contains(Regex("\\b$name\\b")) })
  }

  @Test
  fun `each public declaration has a KDoc`() {
    val all =
      Files.list(sources).use { files -> files.toList().sumOf { file -> PUBLIC.findAll(file.readText()).count() } }
    assertEquals(all, declarations().size)
  }

  private companion object {
    val DECLARATION =
      Regex(
        """/\*\*((?:(?!\*/)[\s\S])*)\*/\s*public (?:suspend )?(?:inline )?fun (?:<[^(]*> )?(?:[A-Z][\w.<>, ]*\.)?(\w+)\("""
      )
    val PUBLIC = Regex("""^\s*public """, RegexOption.MULTILINE)
    val SAMPLE = Regex("""@sample io\.github\.sailpat\.kotlin\.docs\.(\w+)""")
  }
}
