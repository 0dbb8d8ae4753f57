package io.github.sailpat.reactive.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names an attempt and its keys. Extend {@link DefaultAttemptConvention} to change some of them. */
public interface AttemptConvention extends ObservationConvention<AttemptContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof AttemptContext;
    }
}
