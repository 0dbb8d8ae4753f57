package io.github.sailpat.benchmarks;

import io.github.sailpat.benchmarks.generated.ApiClient;
import io.github.sailpat.benchmarks.generated.PersonalAccessTokensApi;
import java.io.IOException;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import reactor.netty.http.client.HttpClient;

/** The client that openapi-generator makes for Spring's WebClient, on the same transport. */
final class WebClientWorker {

    private WebClientWorker() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Target target = Target.parse(arguments);
        FirstByte firstByte = new FirstByte();
        ReactorClientHttpConnector connector = new ReactorClientHttpConnector(firstByte.watch(HttpClient.create()));
        ApiClient client = new ApiClient(
                ApiClient.buildWebClientBuilder().clientConnector(connector).build());
        client.setBasePath(target.baseUrl() + "/beta");
        client.setBearerToken(PlainHttp.bearer(target));
        Worker.serve(new PersonalAccessTokensApi(client).listPersonalAccessTokens(), firstByte);
    }
}
