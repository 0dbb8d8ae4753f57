package io.github.sailpat.reactive.docs;

import io.github.sailpat.reactive.SailPointClient;
import java.time.Duration;
import reactor.core.scheduler.Schedulers;

/** The code of service.md. */
final class ServiceSnippets {
    private ServiceSnippets() {}

    // spotless:off
    static void undeploy(SailPointClient client) {
        client.disposeLater(Duration.ofSeconds(30)).block(Duration.ofSeconds(60));
        Schedulers.shutdownNow();
    }
    // spotless:on
}
