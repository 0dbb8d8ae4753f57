package io.github.sailpat.benchmarks;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.token.Secret;
import java.io.IOException;

/** This library. */
final class SailpatWorker {

    private SailpatWorker() {}

    public static void main(String[] arguments) throws IOException {
        Target target = Target.parse(arguments);
        FirstByte firstByte = new FirstByte();
        SailPointClient client = SailPointClient.create(builder -> builder.baseUrl(target.baseUrl())
                .clientCredentials(target.clientId(), Secret.of(target.clientSecret()))
                .httpClient(firstByte::watch));
        Worker.serve(client.personalAccessTokens().list(), firstByte);
    }
}
