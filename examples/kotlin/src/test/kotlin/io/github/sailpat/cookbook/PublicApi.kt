package io.github.sailpat.cookbook

import java.lang.module.ModuleFinder
import java.lang.reflect.AnnotatedType
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.lang.reflect.WildcardType
import java.nio.file.Path
import kotlin.reflect.KClass
import org.jspecify.annotations.Nullable

/** A method of a public [type], and how Kotlin writes a call of it with `any<T>()` for every object. */
class PublicMethod(private val type: Class<*>, private val method: Method) {
  val givesObject = !method.returnType.isPrimitive
  val givesNullable = method.annotatedReturnType.isNullable

  /** The parameters by index that are objects, in two groups. */
  val nullableParameters = objects().filter { method.annotatedParameterTypes[it].isNullable }
  val otherParameters = objects() - nullableParameters

  private val receiver = if (Modifier.isStatic(method.modifiers)) type.rawName else any(type.kotlinName)

  /** A call in which the argument at index [nullAt] may be null and the others may not. */
  fun call(nullAt: Int? = null): String =
    argumentTypes()
      .mapIndexed { i, type -> any(if (i == nullAt) "$type?" else type) }
      .joinToString(prefix = "$receiver.${method.name}(", postfix = ")")

  private fun any(type: String) = "any<$type>()"

  private fun objects() = method.parameterTypes.indices.filterNot { method.parameterTypes[it].isPrimitive }

  private fun argumentTypes(): List<String> {
    val types = method.genericParameterTypes.toList()
    return (if (method.isVarArgs) types.dropLast(1) + method.parameterTypes.last().componentType else types).map {
      it.kotlinName
    }
  }
}

/** The methods of all public types in the packages that the module of [anchor] exports to everybody. */
fun publicMethods(anchor: KClass<*>): List<PublicMethod> =
  publicTypes(anchor).flatMap { type ->
    type.methods
      // Every type inherits equals, to which Kotlin gives Any's own nullness.
      .filter { !it.isSynthetic && it.name != "equals" }
      // What comes from a hidden type, such as a generated builder, is the type's own.
      .filter { it.declaringClass == type || !it.declaringClass.isVisible }
      .map { PublicMethod(type, it) }
  }

private fun publicTypes(anchor: KClass<*>): List<Class<*>> {
  val location = Path.of(anchor.java.protectionDomain.codeSource.location.toURI())
  val module = ModuleFinder.of(location).findAll().single()
  val exported = module.descriptor().exports().filterNot { it.isQualified }.map { it.source() }
  return module
    .open()
    .use { it.list().toList() }
    .filter { it.endsWith(".class") && it.substringBeforeLast('/').replace('/', '.') in exported }
    .map { Class.forName(it.removeSuffix(".class").replace('/', '.')) }
    .filter { it.isVisible }
}

private val Class<*>.isVisible: Boolean
  get() = generateSequence(this) { it.enclosingClass }.all { Modifier.isPublic(it.modifiers) }

private val AnnotatedType.isNullable: Boolean
  get() = isAnnotationPresent(Nullable::class.java)

private val Class<*>.rawName: String
  get() = checkNotNull(kotlin.qualifiedName)

private val Type.kotlinName: String
  get() =
    when (this) {
      is Class<*> -> rawName + typeParameters.arguments { "Any" }
      is ParameterizedType -> (rawType as Class<*>).rawName + actualTypeArguments.arguments { it.kotlinName }
      is WildcardType ->
        lowerBounds.firstOrNull()?.let { "in ${it.kotlinName}" } ?: "out ${upperBounds.first().kotlinName}"
      else -> "Any" // a type variable
    }

private fun <T> Array<T>.arguments(name: (T) -> String): String =
  if (isEmpty()) "" else joinToString(prefix = "<", postfix = ">") { name(it) }
