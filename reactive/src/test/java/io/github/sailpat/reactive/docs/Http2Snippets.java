package io.github.sailpat.reactive.docs;

import io.github.sailpat.reactive.HttpVersion;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.token.Secret;

/** The code of http2.md. */
final class Http2Snippets {
    private Http2Snippets() {}

    // spotless:off
    static SailPointClient http2(String id, Secret secret) {
        SailPointClient client = SailPointClient.create(b -> b
                .tenant("acme")
                .clientCredentials(id, secret)
                .protocol(HttpVersion.HTTP_2));
        return client;
    }
    // spotless:on
}
