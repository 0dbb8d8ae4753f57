package io.github.sailpat.kotlin

import io.github.sailpat.audit.AuditOptions
import io.github.sailpat.reactive.BulkOptions
import io.github.sailpat.reactive.BulkPatch
import io.github.sailpat.reactive.PruneOptions
import io.github.sailpat.reactive.RotationOptions
import io.github.sailpat.token.CreatePersonalAccessTokenRequest
import io.github.sailpat.token.PersonalAccessTokenPatch

/**
 * The request of a create.
 *
 * @param customizer sets its values
 * @throws IllegalArgumentException if a rule is broken; the message names it
 * @sample io.github.sailpat.kotlin.docs.requestSample
 */
public fun createPersonalAccessTokenRequest(
  customizer: CreatePersonalAccessTokenRequest.Builder.() -> Unit
): CreatePersonalAccessTokenRequest = CreatePersonalAccessTokenRequest.create { it.apply(customizer) }

/**
 * One input of [patchAllAsFlow].
 *
 * @param id the token's id
 * @param customizer sets the changes
 * @throws IllegalArgumentException if a rule is broken; the message names it
 * @sample io.github.sailpat.kotlin.docs.patchAllSample
 */
public fun bulkPatch(id: String, customizer: PersonalAccessTokenPatch.Builder.() -> Unit): BulkPatch =
  BulkPatch.of(id) { it.apply(customizer) }

/**
 * The options of a bulk job.
 *
 * @param customizer sets them; each has a default
 * @throws IllegalArgumentException if a rule is broken; the message names it
 * @sample io.github.sailpat.kotlin.docs.deleteAllSample
 */
public fun bulkOptions(customizer: BulkOptions.Builder.() -> Unit): BulkOptions =
  BulkOptions.create { it.apply(customizer) }

/**
 * The options of a rotation. The hand-over is required: [handOverSuspending].
 *
 * @param customizer sets them
 * @throws IllegalArgumentException if a rule is broken; the message names it
 * @throws IllegalStateException if there is no hand-over
 * @sample io.github.sailpat.kotlin.docs.rotationOptionsSample
 */
public fun rotationOptions(customizer: RotationOptions.Builder.() -> Unit): RotationOptions =
  RotationOptions.create { it.apply(customizer) }

/**
 * The options of a prune. The time is required.
 *
 * @param customizer sets them
 * @throws IllegalArgumentException if a rule is broken; the message names it
 * @throws IllegalStateException if there is no time
 * @sample io.github.sailpat.kotlin.docs.pruneSample
 */
public fun pruneOptions(customizer: PruneOptions.Builder.() -> Unit): PruneOptions =
  PruneOptions.create { it.apply(customizer) }

/**
 * The options of an audit.
 *
 * @param customizer sets them; each has a default
 * @throws IllegalArgumentException if a rule is broken; the message names it
 * @sample io.github.sailpat.kotlin.docs.auditSample
 */
public fun auditOptions(customizer: AuditOptions.Builder.() -> Unit): AuditOptions =
  AuditOptions.create { it.apply(customizer) }
