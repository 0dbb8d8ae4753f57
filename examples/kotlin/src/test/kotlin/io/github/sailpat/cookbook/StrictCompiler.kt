package io.github.sailpat.cookbook

import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.io.path.div
import kotlin.io.path.writeLines
import org.jetbrains.kotlin.cli.common.arguments.K2JVMCompilerArguments
import org.jetbrains.kotlin.cli.common.arguments.parseCommandLineArguments
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSeverity
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSourceLocation
import org.jetbrains.kotlin.cli.common.messages.MessageCollector
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler
import org.jetbrains.kotlin.config.Services

/** As this module's build has them, where every warning is an error. */
private val FLAGS =
  listOf(
    "-Xjspecify-annotations=strict",
    "-jvm-target",
    "17",
    "-no-stdlib",
    "-no-reflect",
    "-Xrender-internal-diagnostic-names",
    "-Xreport-all-warnings",
  )

/**
 * What the compiler has to say about each line of Kotlin after the [imports]: the names of its errors and warnings,
 * such as `UNSAFE_CALL`. It runs in this process, with the class path of the tests.
 */
@OptIn(ExperimentalPathApi::class)
fun diagnose(imports: List<String>, lines: List<String>): List<List<String>> {
  val directory = createTempDirectory("diagnose")
  try {
    val source = (directory / "Lines.kt").writeLines(imports + lines)
    val diagnoses = Diagnoses()
    K2JVMCompiler()
      .exec(
        diagnoses,
        Services.EMPTY,
        parseCommandLineArguments<K2JVMCompilerArguments>(
          FLAGS + listOf("-classpath", System.getProperty("java.class.path"), "-d", "$directory/classes", "$source")
        ),
      )
    return lines.indices
      .map { diagnoses.byLine.remove(imports.size + it + 1).orEmpty() }
      .also { check(diagnoses.byLine.isEmpty()) { "elsewhere: ${diagnoses.byLine}" } }
  } finally {
    directory.deleteRecursively()
  }
}

private class Diagnoses : MessageCollector {
  val byLine = mutableMapOf<Int, MutableList<String>>()

  override fun report(severity: CompilerMessageSeverity, message: String, location: CompilerMessageSourceLocation?) {
    if (severity.isError || severity.isWarning) {
      val name = message.removePrefix("[").substringBefore(']')
      byLine.getOrPut(location?.line ?: 0) { mutableListOf() } += name
    }
  }

  override fun hasErrors(): Boolean = byLine.isNotEmpty()

  override fun clear() = byLine.clear()
}
