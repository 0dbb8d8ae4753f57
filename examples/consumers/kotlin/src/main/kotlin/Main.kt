import io.github.sailpat.kotlin.*
import io.github.sailpat.reactive.SailPointClient

suspend fun main() =
  SailPointClient.fromEnvironment().useSuspending { client ->
    client.personalAccessTokens().listAsFlow { ownedByMe() }.collect { println(it.name) }
  }
