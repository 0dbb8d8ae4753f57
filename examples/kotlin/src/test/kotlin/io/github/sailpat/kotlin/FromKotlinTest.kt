package io.github.sailpat.kotlin

import kotlin.io.path.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** The page "From Kotlin" shows code that is compiled, and that the other tests run. */
class FromKotlinTest {
  @Test
  fun `every block stands in a file of this module`() {
    val code =
      Path("src/main/kotlin/io/github/sailpat/kotlin").listDirectoryEntries("*.kt").map { lines(it.readText()) }
    val blocks =
      Regex("```(\\w*)\n(.*?)```", RegexOption.DOT_MATCHES_ALL).findAll(Path("README.md").readText()).toList()

    assertTrue(blocks.size > 8, "only ${blocks.size} blocks")
    blocks.forEach { block ->
      val (language, text) = block.destructured
      assertEquals("kotlin", language)
      assertTrue(code.any { lines(text) in it }, "not compiled: $text")
    }
  }

  private fun lines(text: String) = text.lines().map { it.trim() }.filter { it.isNotEmpty() }.joinToString("\n")
}
