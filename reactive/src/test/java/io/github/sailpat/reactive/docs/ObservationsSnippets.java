package io.github.sailpat.reactive.docs;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.micrometer.MicrometerObserver;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Flux;

/** The code of observations.md. */
final class ObservationsSnippets {
    private ObservationsSnippets() {}

    // spotless:off
    static Flux<PersonalAccessToken> observations(
            String clientId,
            String clientSecret,
            ObservationRegistry observationRegistry,
            MeterRegistry meterRegistry,
            Observation parent) {
        SailPointClient client = SailPointClient.create(b -> b
                .tenant("acme")
                .clientCredentials(clientId, Secret.of(clientSecret))
                .observer(MicrometerObserver.create(observationRegistry, meterRegistry)));

        Flux<PersonalAccessToken> traced = client.personalAccessTokens().list()     // sailpat.operation, and in it sailpat.attempt
                .contextWrite(c -> c.put(ObservationThreadLocalAccessor.KEY, parent));  // Spring and Micrometer do this for you
        return traced;
    }
    // spotless:on
}
