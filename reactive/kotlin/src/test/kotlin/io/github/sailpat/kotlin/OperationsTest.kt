package io.github.sailpat.kotlin

import io.github.sailpat.error.AuthenticationException
import io.github.sailpat.error.BadRequestException
import io.github.sailpat.error.NotFoundException
import io.github.sailpat.jsonpatch.JsonPatch
import io.github.sailpat.reactive.BulkOutcome.Rejected
import io.github.sailpat.reactive.BulkOutcome.Succeeded
import io.github.sailpat.sandbox.Operation
import io.github.sailpat.token.PersonalAccessTokenPatch
import io.github.sailpat.token.Secret
import java.time.Duration
import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList

/** Each function does what its operation does. */
class OperationsTest {
  @Test
  fun `createAndAwait returns the secret`() = withTenant { tenant ->
    val created =
      tenant.tokens.createAndAwait {
        name("deploy")
        addScope("sp:scopes:default")
      }

    val stored = assertNotNull(tenant.sandbox.ledger.findById(created.id))
    assertEquals("deploy", stored.name)
    assertEquals(stored.secret, created.secret.reveal())
    assertEquals("other", tenant.tokens.createAndAwait(createPersonalAccessTokenRequest { name("other") }).name)
    assertEquals(0, tenant.undelivered.size + tenant.abandoned.size)
  }

  @Test
  fun `createAndAwait throws the error of the operation`() = withTenant { tenant ->
    tenant.tokens.createAndAwait { name("deploy") }

    assertFailsWith<BadRequestException> { tenant.tokens.createAndAwait { name("deploy") } }
    assertFailsWith<IllegalArgumentException> { tenant.tokens.createAndAwait { name("") } }
  }

  @Test
  fun `listAsFlow asks at each collection and not before`() = withTenant { tenant ->
    tenant.sandbox.addToken("deploy")
    val names = tenant.tokens.listAsFlow { ownedByMe() }.map { it.name }
    assertEquals(0, tenant.sandbox.ledger.count(Operation.ANY))

    assertEquals(listOf("deploy"), names.toList())
    assertEquals(listOf("deploy"), names.toList())
    assertEquals(2, tenant.sandbox.ledger.count(Operation.LIST))
  }

  @Test
  fun `patchAndAwait returns the patched token`() = withTenant { tenant ->
    val id = tenant.sandbox.addToken("deploy").id

    assertEquals("a", tenant.tokens.patchAndAwait(id) { name("a") }.name)
    assertEquals("b", tenant.tokens.patchAndAwait(id, PersonalAccessTokenPatch.create { it.name("b") }).name)
    assertEquals("c", tenant.tokens.patchAndAwait(id, JsonPatch.create { it.replace("/name", "c") }).name)
  }

  @Test
  fun `deleteAndAwait returns when the token is gone`() = withTenant { tenant ->
    val id = tenant.sandbox.addToken("deploy").id

    tenant.tokens.deleteAndAwait(id)

    assertNull(tenant.sandbox.ledger.findById(id))
    assertFailsWith<NotFoundException> { tenant.tokens.deleteAndAwait(id) }
  }

  @Test
  fun `verifyAndAwait accepts the secret of a token and no other`() = withTenant { tenant ->
    val created = tenant.tokens.createAndAwait { name("deploy") }

    tenant.tokens.verifyAndAwait(created.id, created.secret)
    assertFailsWith<AuthenticationException> { tenant.tokens.verifyAndAwait(created.id, Secret.of("another")) }
  }

  @Test
  fun `rotateAndAwait hands the secret over before the old token is deleted`() = withTenant { tenant ->
    val old = tenant.sandbox.addToken("deploy").id
    var stored: String? = null

    val rotated =
      tenant.tokens.rotateAndAwait(old) { created ->
        stored = created.secret.reveal()
        assertNotNull(tenant.sandbox.ledger.findById(old))
      }

    assertEquals(listOf(rotated.successor.id), tenant.sandbox.ledger.tokens.map { it.id })
    assertEquals(tenant.sandbox.ledger.tokens.single().secret, stored)
  }

  @Test
  fun `each function of a rotation may suspend`() = withTenant { tenant ->
    val old = tenant.sandbox.addToken("deploy").id
    val steps = mutableListOf<String>()
    var stored: Secret? = null
    val interrupted = rotationOptions {
      handOverSuspending { _, created ->
        stored = created.secret
        steps += "handOver"
      }
      beforeDeleteSuspending { error("interrupted") }
    }
    assertFailsWith<Exception> { tenant.tokens.rotateAndAwait(old, interrupted) }

    val continued = rotationOptions {
      handOverSuspending { _, _ -> steps += "handOver" }
      storedSecretSuspending { stored.also { steps += "storedSecret" } }
      beforeDeleteSuspending { steps += "beforeDelete" }
    }
    tenant.tokens.rotateAndAwait(old, continued)

    assertEquals(listOf("handOver", "storedSecret", "beforeDelete"), steps)
    assertNull(tenant.sandbox.ledger.findById(old))
  }

  @Test
  fun `rotateAllAsFlow rotates each`() = withTenant { tenant ->
    val ids = List(3) { tenant.sandbox.addToken("t-$it").id }
    val options = rotationOptions { handOverSuspending { _, _ -> } }

    val outcomes = tenant.tokens.rotateAllAsFlow(ids.asFlow(), options).toList()

    assertEquals(ids, outcomes.map { assertIs<Succeeded<*, *>>(it).input })
    assertEquals(ids.toSet(), tenant.sandbox.ledger.deletedIds.toSet())
  }

  @Test
  fun `createAllAsFlow hands each secret over before its outcome`() = withTenant { tenant ->
    val stored = mutableMapOf<String, String>()

    tenant.tokens
      .createAllAsFlow(List(20) { "t-$it" }.asFlow(), request = { name(it) }) { created ->
        stored[created.name] = created.secret.reveal()
      }
      .collect {
        assertEquals(it.input, assertIs<Succeeded<String, *>>(it).let { one -> stored.keys.first(one.input::equals) })
      }

    assertEquals(tenant.sandbox.ledger.tokens.associate { it.name to it.secret }, stored.toMap())
  }

  @Test
  fun `createAllAsFlow takes requests, and rejects what cannot be one`() = withTenant { tenant ->
    val requests = List(3) { createPersonalAccessTokenRequest { name("t-$it") } }
    assertEquals(
      3,
      tenant.tokens.createAllAsFlow(requests.asFlow()) {}.toList().filterIsInstance<Succeeded<*, *>>().size,
    )

    val invalid = tenant.tokens.createAllAsFlow(listOf("").asFlow(), request = { name(it) }) {}.toList()
    assertIs<IllegalArgumentException>(assertIs<Rejected<*, *>>(invalid.single()).error)
  }

  @Test
  fun `patchAllAsFlow and deleteAllAsFlow have one outcome for each input`() = withTenant { tenant ->
    val ids = List(3) { tenant.sandbox.addToken("t-$it").id }

    tenant.tokens.patchAllAsFlow(ids.asFlow().map { bulkPatch(it) { name("p-$it") } }).collect {
      assertIs<Succeeded<*, *>>(it)
    }
    tenant.tokens
      .patchAllAsFlow(ids.asFlow()) { id -> bulkPatch(id) { name("q-$id") } }
      .collect { assertIs<Succeeded<*, *>>(it) }
    assertEquals(ids.map { "q-$it" }.toSet(), tenant.sandbox.ledger.tokens.map { it.name }.toSet())

    val some = tenant.tokens.deleteAllAsFlow(ids.take(2).asFlow()).toList()
    assertEquals(ids.take(2).toSet(), some.map { assertIs<Succeeded<String, String>>(it).result }.toSet())
    val rest = tenant.tokens.deleteAllAsFlow(listOf(2).asFlow(), bulkOptions { concurrency(1) }) { ids[it] }.toList()
    assertEquals(2, rest.single().input)
    assertEquals(0, tenant.sandbox.ledger.tokens.size)
  }

  @Test
  fun `a source that fails fails the collection, after the outcomes`() = withTenant { tenant ->
    val id = tenant.sandbox.addToken("deploy").id
    val outcomes = mutableListOf<String>()
    val source = flow {
      emit(id)
      error("no more ids")
    }

    val failure =
      assertFailsWith<IllegalStateException> { tenant.tokens.deleteAllAsFlow(source).collect { outcomes += it.input } }

    assertEquals("no more ids", failure.message)
    assertEquals(listOf(id), outcomes)
  }

  @Test
  fun `pruneCandidatesAsFlow shows what pruneAsFlow deletes`() = withTenant { tenant ->
    val old = Instant.now() - Duration.ofDays(400)
    val stale = tenant.sandbox.addToken("stale") { it.withCreated(old) }.id
    tenant.sandbox.addToken("used") { it.withCreated(old).withLastUsed(Instant.now()) }
    val options = pruneOptions { unusedFor(Duration.ofDays(90)) }

    assertEquals(listOf(stale), tenant.tokens.pruneCandidatesAsFlow(options).map { it.token.id }.toList())
    assertEquals(1, tenant.tokens.auditAndAwait(auditOptions { unusedFor(Duration.ofDays(90)) }).unused)
    assertEquals(0, tenant.sandbox.ledger.deletedIds.size)

    assertIs<Succeeded<*, *>>(tenant.tokens.pruneAsFlow(options).toList().single())
    assertEquals(listOf(stale), tenant.sandbox.ledger.deletedIds)
  }
}
