package io.github.sailpat.reactive.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** The meters, in addition to the timers of the observations. */
public enum SailpatMeter implements MeterDocumentation {
    /** The time that attempts waited for a permit of the rate limiter. */
    RATE_WAIT("sailpat.rate.wait", Meter.Type.TIMER, null, MeterKey.CLIENT, MeterKey.OPERATION),
    /** The number of calls that wait for a permit. */
    RATE_WAITING("sailpat.rate.waiting", Meter.Type.GAUGE, "calls", MeterKey.CLIENT),
    /** The remaining time of a pause that the tenant has asked for; the longest of all clients. */
    RATE_PAUSE("sailpat.rate.pause", Meter.Type.GAUGE, "seconds", MeterKey.CLIENT),
    /** Retries: attempts after a failed one. */
    RETRIES("sailpat.retries", Meter.Type.COUNTER, "attempts", MeterKey.CLIENT, MeterKey.OPERATION, MeterKey.CAUSE),
    /** The retries that the budget still allows. */
    RETRY_BUDGET("sailpat.retry.budget", Meter.Type.GAUGE, "attempts", MeterKey.CLIENT),
    /** Requests for an access token with the client's credentials. */
    ACCESS_TOKEN_FETCHES(
            "sailpat.access_token.fetches",
            Meter.Type.COUNTER,
            "requests",
            MeterKey.CLIENT,
            MeterKey.OUTCOME,
            MeterKey.ERROR_TYPE),
    /** Items of bulk jobs whose outcome is known. */
    BULK_ITEMS(
            "sailpat.bulk.items", Meter.Type.COUNTER, "items", MeterKey.CLIENT, MeterKey.OPERATION, MeterKey.OUTCOME),
    /** Items of bulk jobs in flight. */
    BULK_IN_FLIGHT("sailpat.bulk.in.flight", Meter.Type.GAUGE, "items", MeterKey.CLIENT);

    private final String meter;
    private final Meter.Type type;
    private final @Nullable String unit;
    private final MeterKey[] keys;

    SailpatMeter(String meter, Meter.Type type, @Nullable String unit, MeterKey... keys) {
        this.meter = meter;
        this.type = type;
        this.unit = unit;
        this.keys = keys;
    }

    @Override
    public String getName() {
        return meter;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public @Nullable String getBaseUnit() {
        return unit;
    }

    @Override
    public KeyName[] getKeyNames() {
        return keys.clone();
    }

    /** The keys of the meters. */
    public enum MeterKey implements KeyName {
        /** The name of the client. */
        CLIENT("client"),
        /** The name of the operation in the API; {@code rotatePersonalAccessToken} in a bulk rotation. */
        OPERATION("operation"),
        /** {@code not_sent}, {@code unprocessed}, {@code throttled}, {@code unauthorized} or {@code ambiguous}. */
        CAUSE("cause"),
        /** {@code success} or {@code error}; of a bulk item the kind of its outcome. */
        OUTCOME("outcome"),
        /** The simple name of the error's class, or {@code none}. */
        ERROR_TYPE("error.type");

        private final String key;

        MeterKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
