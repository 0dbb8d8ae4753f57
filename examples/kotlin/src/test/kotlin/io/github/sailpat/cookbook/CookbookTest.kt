package io.github.sailpat.cookbook

import io.github.sailpat.error.RotationFailedException
import io.github.sailpat.error.RotationState
import io.github.sailpat.kotlin.bulkOptions
import io.github.sailpat.kotlin.deleteAllAsFlow
import io.github.sailpat.kotlin.rotateAndAwait
import io.github.sailpat.sandbox.Fault
import io.github.sailpat.sandbox.Operation
import io.github.sailpat.sandbox.SandboxToken
import java.time.Duration
import java.time.Instant
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch

/** The pipelines of the page, at a tenant. */
class CookbookTest {
  private val old = Instant.now() - Duration.ofDays(400)

  private fun TestTenant.addOld(name: String, change: (SandboxToken) -> SandboxToken = { it }) =
    sandbox.addToken(name) { change(it.withCreated(old)) }

  @Test
  fun `tooPowerful gives those with all scopes`() = withTenant { tenant ->
    tenant.sandbox.addToken("all")
    tenant.sandbox.addToken("some") { it.withScope(listOf("idn:sources:read")) }
    tenant.sandbox.addToken("managed") { it.withManaged(true) }

    assertEquals(listOf("all"), tenant.tokens.tooPowerful().map { it.name }.toList())
  }

  @Test
  fun `countByOwner counts`() = withTenant { tenant ->
    repeat(3) { i -> tenant.sandbox.addToken("b-$i") { it.withOwner("b", "Ben") } }
    tenant.sandbox.addToken("a") { it.withOwner("a", "Ana") }

    assertEquals(listOf("Ana" to 1, "Ben" to 3), tenant.tokens.countByOwner().toList())
  }

  @Test
  fun `revokeIfThere says whether it was`() = withTenant { tenant ->
    val id = tenant.sandbox.addToken("deploy").id

    assertTrue(tenant.tokens.revokeIfThere(id))
    assertFalse(tenant.tokens.revokeIfThere(id))
  }

  @Test
  fun `describe tells the outcomes of a job apart`() = withTenant { tenant ->
    val ids = listOf(tenant.sandbox.addToken("there").id, "missing", tenant.sandbox.addToken("stuck").id)
    tenant.sandbox.faults.add(Fault.on(Operation.DELETE).matching { ids[2] in it.path }.always().status(500, null))
    val options = bulkOptions { concurrency(1) }

    val told = tenant.tokens.deleteAllAsFlow(ids.asFlow(), options).map { it.describe() }.toList()

    assertEquals("${ids[0]} was applied", told[0])
    assertContains(told[1], Regex("missing was not applied: .*404"))
    assertContains(told[2], Regex("${ids[2]} may have been applied: .*500"))
  }

  @Test
  fun `issueInto stores the secret of an answer that is on its way when the coroutine is cancelled`() =
    withTenant { tenant ->
      val vault = TestVault()
      tenant.sandbox.faults.add(Fault.on(Operation.CREATE).dripBody(40, Duration.ofMillis(20)))
      val caller = launch { tenant.tokens.issueInto(vault, "deploy") }
      eventually { tenant.sandbox.ledger.createsApplied == 1L }

      caller.cancelAndJoin()

      vault.assertKnows(tenant.sandbox.ledger.findByName("deploy"))
    }

  @Test
  fun `a rotation stores the new secret before the old token goes`() = withTenant { tenant ->
    val vault = TestVault { assertEquals(2, tenant.sandbox.ledger.tokens.size) }
    val id = tenant.sandbox.addToken("deploy").id

    val rotated = tenant.tokens.rotateAndAwait(id, rotationInto(vault))

    assertTrue(rotated.isOldDeleted)
    assertEquals(listOf(rotated.successor.id), tenant.sandbox.ledger.tokens.map { it.id })
    vault.assertKnows(tenant.sandbox.ledger.tokens)
  }

  @Test
  fun `a rotation that fails says what to do`() = withTenant { tenant ->
    val nobody =
      assertFailsWith<RotationFailedException> { tenant.tokens.rotateAndAwait("nobody", rotationInto(TestVault())) }
    assertEquals("nothing: there is no nobody", nobody.advice())

    val id = tenant.sandbox.addToken("deploy").id
    val broken = TestVault { error("the vault is sealed") }
    val failed = assertFailsWith<RotationFailedException> { tenant.tokens.rotateAndAwait(id, rotationInto(broken)) }
    assertEquals(RotationState.NOT_HANDED_OVER, failed.state)
    assertContains(failed.advice(), assertNotNull(failed.successor).id)
  }

  @Test
  fun `rotateByHand does the same`() = withTenant { tenant ->
    val vault = TestVault { assertEquals(2, tenant.sandbox.ledger.tokens.size) }
    val id = tenant.sandbox.addToken("deploy") { it.withScope(listOf("a", "b")).withValidity(900) }.id

    val created = tenant.tokens.rotateByHand(id, vault)

    assertEquals("deploy-next", created.name)
    assertEquals(listOf("a", "b"), created.scope)
    assertEquals(900, created.accessTokenValiditySeconds)
    assertNull(tenant.sandbox.ledger.findById(id))
    vault.assertKnows(tenant.sandbox.ledger.tokens)
  }

  @Test
  fun `staleOf shows what would be pruned, with reasons`() = withTenant { tenant ->
    tenant.addOld("stale") { it.withOwner("ana", "Ana") }
    tenant.addOld("used") { it.withOwner("ana", "Ana").withLastUsed(Instant.now()) }
    tenant.addOld("of somebody else") { it.withOwner("ben", "Ben") }

    val candidate = tenant.tokens.staleOf("ana").toList().single()

    assertEquals("stale", candidate.token.name)
    assertContains(candidate.reason, "never used")
    assertEquals(3, tenant.sandbox.ledger.tokens.size)
  }

  @Test
  fun `pruneByHand deletes what is stale and named so`() = withTenant { tenant ->
    val stale = tenant.addOld("ci-stale").id
    tenant.addOld("ci-managed") { it.withManaged(true) }
    tenant.addOld("ci-used") { it.withLastUsed(Instant.now()) }
    tenant.addOld("other")

    tenant.tokens.pruneByHand("ci-").toList().single()

    assertEquals(listOf(stale), tenant.sandbox.ledger.deletedIds)
  }

  @Test
  fun `auditByHand reports on what is named so`() = withTenant { tenant ->
    tenant.addOld("ci-1")
    tenant.addOld("ci-2") { it.withLastUsed(Instant.now()) }
    tenant.addOld("other")

    val report = tenant.tokens.auditByHand("ci-")

    assertEquals(2, report.total)
    assertEquals(1, report.unused)
  }
}
