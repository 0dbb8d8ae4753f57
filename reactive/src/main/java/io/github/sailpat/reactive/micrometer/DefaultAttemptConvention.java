package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.error.ResponseException;
import io.github.sailpat.reactive.micrometer.SailpatObservation.AttemptDetailKey;
import io.github.sailpat.reactive.micrometer.SailpatObservation.AttemptKey;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.micrometer.common.KeyValues;
import java.util.regex.Pattern;

/** The names and keys of {@link SailpatObservation#ATTEMPT}. */
public class DefaultAttemptConvention implements AttemptConvention {
    /** The format of the tenant's ids; any other value is left out, because its content is not known. */
    private static final Pattern TRACKING_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    /** With the standard names. */
    public DefaultAttemptConvention() {}

    @Override
    public String getName() {
        return "sailpat.attempt";
    }

    @Override
    public String getContextualName(AttemptContext context) {
        ObservedCall call = context.getCall();
        return call.getMethod() + ' ' + call.getUriTemplate();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(AttemptContext context) {
        ObservedCall call = context.getCall();
        return KeyValues.of(
                AttemptKey.CLIENT.withValue(context.getClientName()),
                AttemptKey.OPERATION.withValue(call.getOperation()),
                AttemptKey.API_VERSION.withValue(call.getApiVersion().getLabel()),
                AttemptKey.METHOD.withValue(call.getMethod()),
                AttemptKey.SERVER_ADDRESS.withValue(call.getServerAddress()),
                AttemptKey.SERVER_PORT.withValue(Integer.toString(call.getServerPort())),
                AttemptKey.URI.withValue(call.getUriTemplate()),
                AttemptKey.STATUS.withValue(KeyText.status(context.getStatus())),
                AttemptKey.OUTCOME.withValue(KeyText.outcome(context.getOutcome())),
                AttemptKey.ERROR_TYPE.withValue(KeyText.exception(context.getError())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(AttemptContext context) {
        if (context.getError() instanceof ResponseException response) {
            String trackingId = response.getErrorResponse().getTrackingId();
            if (trackingId != null && TRACKING_ID.matcher(trackingId).matches()) {
                return KeyValues.of(AttemptDetailKey.TRACKING_ID.withValue(trackingId));
            }
        }
        return KeyValues.empty();
    }
}
