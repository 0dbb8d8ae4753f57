package io.github.sailpat.benchmarks;

import io.github.sailpat.benchmarks.generated.webclient.ApiClient;
import io.github.sailpat.benchmarks.generated.webclient.CreatePersonalAccessTokenRequest;
import io.github.sailpat.benchmarks.generated.webclient.PersonalAccessTokensApi;
import java.io.IOException;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The client that openapi-generator makes for Spring's WebClient, on the same transport. */
record WebClientCalls(PersonalAccessTokensApi api) implements Calls {

    public static void main(String[] arguments) throws IOException {
        Target target = Target.parse(arguments);
        WebClient.Builder builder =
                builder().defaultHeaders(headers -> headers.setBearerAuth(target.accessToken()));
        Worker.serve(of(builder, target));
    }

    static WebClientCalls of(WebClient.Builder builder, Target target) {
        return new WebClientCalls(new PersonalAccessTokensApi(new ApiClient(builder.build()).setBasePath(target.api())));
    }

    static WebClient.Builder builder() {
        ConnectionProvider pool = ConnectionProvider.builder("webclient")
                .maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(-1)
                .build();
        return ApiClient.buildWebClientBuilder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool)));
    }

    @Override
    public Flux<?> list() {
        return api.listPersonalAccessTokens();
    }

    @Override
    public Mono<?> create(String name) {
        return api.createPersonalAccessToken(
                new CreatePersonalAccessTokenRequest().name(name).scope(SCOPE));
    }

    @Override
    public Mono<?> delete(String id) {
        return api.deletePersonalAccessToken(id);
    }
}
