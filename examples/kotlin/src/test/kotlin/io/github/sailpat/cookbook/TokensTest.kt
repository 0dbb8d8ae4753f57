package io.github.sailpat.cookbook

import io.github.sailpat.jsonpatch.JsonPatch
import io.github.sailpat.sandbox.Operation
import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList

class TokensTest {
  @Test
  fun `issue gives the secret of a token with that name and scope`() = withTenant { tenant ->
    val created = tenant.tokens.issue("deploy", "sp:scopes:default", "idn:sources:read")

    val stored = assertNotNull(tenant.sandbox.ledger.findById(created.id))
    assertEquals("deploy", stored.name)
    assertEquals(listOf("sp:scopes:default", "idn:sources:read"), stored.scope)
    assertEquals(stored.secret, created.secret.reveal())
  }

  @Test
  fun `unusedSince leaves out what was used later, never, or belongs to the platform`() = withTenant { tenant ->
    val noon = Instant.parse("2026-06-01T12:00:00Z")
    tenant.sandbox.addToken("before") { it.withLastUsed(noon.minusSeconds(1)) }
    tenant.sandbox.addToken("managed") { it.withLastUsed(noon.minusSeconds(1)).withManaged(true) }
    tenant.sandbox.addToken("after") { it.withLastUsed(noon.plusSeconds(1)) }
    tenant.sandbox.addToken("never")

    assertEquals(listOf("before"), tenant.tokens.unusedSince(noon).map { it.name }.toList())
  }

  @Test
  fun `unusedSince asks anew at each collection and not before`() = withTenant { tenant ->
    val unused = tenant.tokens.unusedSince(Instant.now())
    assertEquals(0, tenant.sandbox.ledger.count(Operation.ANY))

    unused.toList()
    unused.toList()
    assertEquals(2, tenant.sandbox.ledger.count(Operation.LIST))
  }

  @Test
  fun `rename gives the token with its new name`() = withTenant { tenant ->
    val id = tenant.sandbox.addToken("deploy").id

    assertEquals("deploy-2", tenant.tokens.rename(id, "deploy-2").name)
    assertEquals("deploy-2", tenant.sandbox.ledger.findById(id)?.name)
  }

  @Test
  fun `describe knows all six operations`() {
    val patch =
      JsonPatch.create {
        it.add("/a", 1).remove("/b").replace("/c", null).move("/d", "/e").copy("/f", "/g").test("/h", "x")
      }

    assertEquals(
      listOf("add 1 at /a", "remove /b", "replace /c by null", "move /d to /e", "copy /f to /g", "test that /h is x"),
      patch.operations.map { it.describe() },
    )
  }
}
