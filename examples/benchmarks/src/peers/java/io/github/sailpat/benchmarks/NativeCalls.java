package io.github.sailpat.benchmarks;

import io.github.sailpat.benchmarks.generated.jdk.ApiClient;
import io.github.sailpat.benchmarks.generated.jdk.ApiException;
import io.github.sailpat.benchmarks.generated.jdk.CreatePersonalAccessTokenRequest;
import io.github.sailpat.benchmarks.generated.jdk.PersonalAccessTokensApi;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The client that openapi-generator makes for java.net.http, its library "native", by its asynchronous methods. */
record NativeCalls(PersonalAccessTokensApi api) implements Calls {

    public static void main(String[] arguments) throws IOException {
        Target target = Target.parse(arguments);
        ApiClient client = new ApiClient(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1),
                ApiClient.createDefaultObjectMapper(),
                target.api());
        client.setRequestInterceptor(request -> request.header("Authorization", target.authorization()));
        Worker.serve(new NativeCalls(new PersonalAccessTokensApi(client)));
    }

    @Override
    public Flux<?> list() {
        return call(api::listPersonalAccessTokens).flatMapIterable(tokens -> tokens);
    }

    @Override
    public Mono<?> create(String name) {
        return call(() -> api.createPersonalAccessToken(
                new CreatePersonalAccessTokenRequest().name(name).scope(SCOPE)));
    }

    @Override
    public Mono<?> delete(String id) {
        return call(() -> api.deletePersonalAccessToken(id));
    }

    private interface Begin<T> {
        CompletableFuture<T> begin() throws ApiException;
    }

    private static <T> Mono<T> call(Begin<T> call) {
        return Mono.defer(() -> {
            try {
                return Mono.fromFuture(call.begin());
            } catch (ApiException e) {
                return Mono.error(e);
            }
        });
    }
}
