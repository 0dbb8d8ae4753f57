package io.github.sailpat.benchmarks;

import io.github.sailpat.benchmarks.generated.okhttp.ApiCallback;
import io.github.sailpat.benchmarks.generated.okhttp.ApiClient;
import io.github.sailpat.benchmarks.generated.okhttp.ApiException;
import io.github.sailpat.benchmarks.generated.okhttp.CreatePersonalAccessTokenRequest;
import io.github.sailpat.benchmarks.generated.okhttp.CreatedPersonalAccessToken;
import io.github.sailpat.benchmarks.generated.okhttp.PersonalAccessToken;
import io.github.sailpat.benchmarks.generated.okhttp.PersonalAccessTokensApi;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** The client that openapi-generator makes for OkHttp and Gson, by its asynchronous methods. */
record OkHttpCalls(PersonalAccessTokensApi api) implements Calls {

    public static void main(String[] arguments) throws IOException {
        Target target = Target.parse(arguments);
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(CONNECTIONS);
        dispatcher.setMaxRequestsPerHost(CONNECTIONS);
        OkHttpClient http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(CONNECTIONS, 5, TimeUnit.MINUTES))
                .build();
        ApiClient client = new ApiClient(http).setBasePath(target.api());
        client.setBearerToken(target.accessToken());
        Worker.serve(new OkHttpCalls(new PersonalAccessTokensApi(client)));
    }

    @Override
    public Flux<?> list() {
        return call((Callback<List<PersonalAccessToken>> callback) -> api.listPersonalAccessTokensAsync(callback))
                .flatMapIterable(tokens -> tokens);
    }

    @Override
    public Mono<?> create(String name) {
        CreatePersonalAccessTokenRequest request =
                new CreatePersonalAccessTokenRequest().name(name).scope(SCOPE);
        return call((Callback<CreatedPersonalAccessToken> callback) -> api.createPersonalAccessTokenAsync(request, callback));
    }

    @Override
    public Mono<?> delete(String id) {
        return call((Callback<Void> callback) -> api.deletePersonalAccessTokenAsync(id, callback));
    }

    private interface Begin<T> {
        void with(Callback<T> callback) throws ApiException;
    }

    private static <T> Mono<T> call(Begin<T> begin) {
        return Mono.create(sink -> {
            try {
                begin.with(new Callback<>(sink));
            } catch (ApiException e) {
                sink.error(e);
            }
        });
    }

    private record Callback<T>(MonoSink<T> sink) implements ApiCallback<T> {

        @Override
        public void onFailure(ApiException e, int status, Map<String, List<String>> headers) {
            sink.error(e);
        }

        @Override
        public void onSuccess(T result, int status, Map<String, List<String>> headers) {
            sink.success(result);
        }

        @Override
        public void onUploadProgress(long bytesWritten, long contentLength, boolean done) {}

        @Override
        public void onDownloadProgress(long bytesRead, long contentLength, boolean done) {}
    }
}
