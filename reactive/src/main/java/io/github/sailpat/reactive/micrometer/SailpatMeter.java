package io.github.sailpat.reactive.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** The meters beside the timers that a registry makes of the observations. */
public enum SailpatMeter implements MeterDocumentation {
    /** How long attempts have waited for the rate limiter. */
    RATE_WAIT("sailpat.rate.wait", Meter.Type.TIMER, null, MeterKey.CLIENT, MeterKey.OPERATION),
    /** How many calls wait for it. */
    RATE_WAITING("sailpat.rate.waiting", Meter.Type.GAUGE, "calls", MeterKey.CLIENT),
    /** Attempts in place of others that have failed. */
    RETRIES("sailpat.retries", Meter.Type.COUNTER, "attempts", MeterKey.CLIENT, MeterKey.OPERATION, MeterKey.CAUSE),
    /** How many repeats may still begin on credit. */
    RETRY_BUDGET("sailpat.retry.budget", Meter.Type.GAUGE, "attempts", MeterKey.CLIENT),
    /** Bearers asked for with the client's credentials. */
    BEARER_REFRESHES(
            "sailpat.bearer.refreshes",
            Meter.Type.COUNTER,
            "requests",
            MeterKey.CLIENT,
            MeterKey.OUTCOME,
            MeterKey.EXCEPTION),
    /** Items of bulk jobs whose outcome is known. */
    BULK_ITEMS(
            "sailpat.bulk.items", Meter.Type.COUNTER, "items", MeterKey.CLIENT, MeterKey.OPERATION, MeterKey.OUTCOME),
    /** Items of bulk jobs that are under way. */
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
        /** Whose it is. */
        CLIENT("client"),
        /** By its name in the API; {@code rotatePersonalAccessToken} in a bulk rotation. */
        OPERATION("operation"),
        /** {@code not_sent}, {@code throttled}, {@code unauthorized} or {@code ambiguous}. */
        CAUSE("cause"),
        /** {@code success} or {@code error}; of a bulk item the kind of its outcome. */
        OUTCOME("outcome"),
        /** The simple name of the error's class, or {@code none}. */
        EXCEPTION("exception");

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
