package consumer

import io.github.sailpat.reactive.PersonalAccessTokens
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle

/** A create and a list, as outside of this repository. */
suspend fun PersonalAccessTokens.issueAndCount(name: String): Pair<String, Int> {
  val created = create { it.name(name) }.awaitSingle()
  return created.secret.reveal() to list().asFlow().count()
}
