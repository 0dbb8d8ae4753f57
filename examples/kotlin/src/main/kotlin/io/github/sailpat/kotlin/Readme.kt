package io.github.sailpat.kotlin

import io.github.sailpat.reactive.SailPointClient
import io.github.sailpat.token.Secret
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle

/** What the README shows, compiled. */
internal suspend fun readme(clientId: String, clientSecret: String): String {
  val client = SailPointClient.create { it.tenant("acme").clientCredentials(clientId, Secret.of(clientSecret)) }
  val tokens = client.personalAccessTokens()

  val created = tokens.create { it.name("ci-deploy").addScope("sp:scopes:default") }.awaitSingle()
  val secret: String = created.secret.reveal()

  tokens
    .list()
    .asFlow()
    .filter { it.neverExpires() && !it.isManaged }
    .collect { println("${it.name} of ${it.owner.name ?: "nobody"}") }
  return secret
}
