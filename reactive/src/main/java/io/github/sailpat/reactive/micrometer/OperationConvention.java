package io.github.sailpat.reactive.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names an operation and its keys. Extend {@link DefaultOperationConvention} to change some of them. */
public interface OperationConvention extends ObservationConvention<OperationContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof OperationContext;
    }
}
