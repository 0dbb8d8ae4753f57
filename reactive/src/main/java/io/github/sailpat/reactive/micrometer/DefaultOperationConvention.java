package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.micrometer.SailpatObservation.OperationKey;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.micrometer.common.KeyValues;

/** The names and keys of {@link SailpatObservation#OPERATION}. */
public class DefaultOperationConvention implements OperationConvention {
    /** With the standard names. */
    public DefaultOperationConvention() {}

    @Override
    public String getName() {
        return "sailpat.operation";
    }

    @Override
    public String getContextualName(OperationContext context) {
        return context.getCall().getOperation();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(OperationContext context) {
        ObservedCall call = context.getCall();
        return KeyValues.of(
                OperationKey.CLIENT.withValue(context.getClientName()),
                OperationKey.OPERATION.withValue(call.getOperation()),
                OperationKey.API_VERSION.withValue(call.getApiVersion().getLabel()),
                OperationKey.ATTEMPTS.withValue(KeyText.attempts(call.getAttempts())),
                OperationKey.OUTCOME.withValue(KeyText.outcome(context.getOutcome())),
                OperationKey.ERROR_TYPE.withValue(KeyText.exception(context.getError())));
    }
}
